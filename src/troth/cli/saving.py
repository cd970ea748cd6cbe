"""What a check says beside its output: the files of ``--save``, and the summary of a GitHub job."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from troth.report.formats import FORMATS
from troth.terms.errors import TrothError
from troth.terms.redaction import covered

SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable that names the file of a job's summary, to which steps append Markdown."""
LARGEST_SUMMARY = 1024 * 1024
"""Bytes of a summary that GitHub takes; of a larger one it shows nothing."""
_CUT = "\n\nThe summary was cut here: GitHub takes one of 1 MiB. `troth check --format markdown` tells all of it.\n"
Target = tuple[str, str]
"""A format and the file it is saved to."""


class RefusedSaveError(TrothError):
    """A file that cannot be written."""


def target(text: str) -> Target:
    """``text`` as FORMAT=FILE.

    Raises:
        argparse.ArgumentTypeError: it is not.
    """
    name, equals, file = text.partition("=")
    if not equals or not file or name not in FORMATS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not FORMAT=FILE with one of {', '.join(FORMATS)}; write it as sarif=troth.sarif"
        )
    return name, file


def refuse_twins(targets: Sequence[Target]) -> None:
    """Raise where two of ``targets`` are the same file.

    Raises:
        RefusedSaveError: they are.
    """
    files = [os.path.realpath(file) for _, file in targets]
    for (_, file), real in zip(targets, files, strict=True):
        if files.count(real) > 1:
            raise RefusedSaveError(f"{file} is named twice by --save", "give each format a file of its own")


def save(targets: Sequence[Target], told: Mapping[str, str], root: Path) -> None:
    """Write what is ``told`` in each format to its file, covered; a file that holds it already stays as it is.

    Raises:
        RefusedSaveError: a file cannot be written, or the checked tree ``root`` leads it elsewhere by a link.
    """
    for name, file in targets:
        data = covered(told[name]).encode("utf-8", "replace")
        if file.startswith("/dev/"):
            _pass_on(Path(file), data)
            continue
        _refuse_links(Path(file), root)
        _write(Path(file), data)


def summarise(markdown: str) -> None:
    """Append ``markdown`` to the summary of the job, where there is one, as far as it has room.

    Raises:
        RefusedSaveError: it cannot be written.
    """
    named = os.environ.get(SUMMARY)
    if not named:
        return
    path = Path(named)
    try:
        taken = path.stat().st_size if path.exists() else 0
        data = covered(markdown).encode("utf-8", "replace")
        if taken + len(data) > LARGEST_SUMMARY:
            room = LARGEST_SUMMARY - taken - len(_CUT)
            data = data[: max(0, room)].rpartition(b"\n")[0] + _CUT.encode() if room > 0 else b""
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise RefusedSaveError(f"the summary {named} cannot be written: {error.strerror}") from None


def _pass_on(path: Path, data: bytes) -> None:
    """Write to what is no file: a pipe of the shell, the terminal, the void."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise RefusedSaveError(f"{path} cannot be written: {error.strerror}") from None


def _refuse_links(path: Path, root: Path) -> None:
    """Raise where ``path`` is a link, or lies in the tree and leads out of it: a tree must not choose what is written.

    Raises:
        RefusedSaveError: it is.
    """
    try:
        linked = path.is_symlink() or (os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode))
        folder, top = Path(os.path.realpath(path.parent)), Path(os.path.realpath(root))
        inside = Path(os.path.abspath(path)).is_relative_to(os.path.abspath(root))  # noqa: PTH100 - links as written
    except (OSError, ValueError) as error:
        raise RefusedSaveError(f"{path} cannot be written: {error}") from None
    if linked or (inside and not folder.is_relative_to(top)):
        raise RefusedSaveError(f"{path} is a link or a folder, or leads out of the tree", "name a plain file")


def _write(path: Path, data: bytes) -> None:
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except OSError as error:
        raise RefusedSaveError(f"{path} cannot be read: {error.strerror}") from None
    from troth.cli import tree_file

    tree_file.write(path, data.decode(), RefusedSaveError)
