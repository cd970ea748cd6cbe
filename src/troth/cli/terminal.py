"""What the terminal can do: colour, columns, and a line of progress that vanishes."""

from __future__ import annotations

import os
import shutil
import sys
from types import TracebackType
from typing import Self

PLAIN_COLUMNS = 80
WIDEST = 100
NARROWEST = 40
PAGE = 240
"""Columns beyond which a text and the notes beside it are not read at one glance."""


def colour(choice: str) -> bool:
    """Whether to colour: as asked, else on a terminal that did not opt out (no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Columns to fill: those of the terminal or of ``COLUMNS`` within reason, 80 where there is neither."""
    return max(NARROWEST, min(WIDEST, _columns()))


def whole_columns() -> int:
    """As ``columns``, up to ``PAGE``, for texts that stand beside their notes."""
    return max(NARROWEST, min(PAGE, _columns()))


def _columns() -> int:
    """What ``COLUMNS`` asks for (POSIX), else those of the terminal, else 80: where output is piped, too."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0:
        return int(asked[:6])
    if not sys.stdout.isatty():
        return PLAIN_COLUMNS
    return shutil.get_terminal_size((PLAIN_COLUMNS, 24)).columns


class Progress:
    """One line on stderr that tells what is being done and is wiped at the end; silent where nobody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __call__(self, doing: str) -> None:
        """Show ``doing``."""
        if self._watched:
            self._shown = True
            print(f"\r\x1b[K{doing[: PLAIN_COLUMNS - 1]}", end="", file=sys.stderr, flush=True)
