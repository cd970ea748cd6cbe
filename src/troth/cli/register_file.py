"""``troth.toml`` on disk, as the commands edit it."""

from __future__ import annotations

from pathlib import Path

from troth.cli import tree_file
from troth.cli.tree_file import LARGEST
from troth.terms.errors import RefusedWaiverError
from troth.terms.waiver import REGISTER

__all__ = ["LARGEST", "place", "text_at", "write"]


def place(root: Path) -> Path:
    """Where the register of ``root`` is, or would be.

    Raises:
        RefusedWaiverError: ``root`` is no folder, or the register leads out of it, or is no plain file.
    """
    return tree_file.place(root, REGISTER, RefusedWaiverError)


def text_at(path: Path) -> str:
    """Text of the register, "" where there is none.

    Raises:
        RefusedWaiverError: it cannot be read, is too large, or is not UTF-8.
    """
    return tree_file.text_at(path, RefusedWaiverError)


def write(path: Path, text: str) -> None:
    """Put ``text`` in the place of the register in one step.

    Raises:
        RefusedWaiverError: it cannot be written.
    """
    tree_file.write(path, text, RefusedWaiverError)
