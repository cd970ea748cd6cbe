"""Tables whose cells reach over several columns or rows: every place of such a cell says what the cell says.

HTML Living Standard §4.9.12, "Processing model"; docutils gives its cells the same two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from troth.policy.tables import COLUMNS

NUMBER = re.compile(r"\s{0,9}(\d{1,5})")
TALLEST = 2000
"""Rows that a cell reaches down."""
SPANNED = 2000
"""Places of a table that cells take beside their own; those beyond take none, so that no table grows without bound."""
HEADS = 6
"""Rows at the beginning of a table that may be its header."""
LONGEST = 200
"""Characters of a cell that says the same in several places; longer ones are no values."""


class Cell(msgspec.Struct):
    """The words of a cell, and how many columns and rows it takes; ``head`` is whether it is marked as a header."""

    words: str
    across: int = 1
    down: int = 1
    head: bool = False


def cell(across: str | None, down: str | None, *, head: bool) -> Cell:
    """A cell without words yet, its reach as a page gives it; 0 reaches down to the end of its part of the table."""
    return Cell("", max(1, _number(across)), _number(down) or TALLEST, head)


def _number(given: str | None) -> int:
    match = NUMBER.match(given or "1")
    return min(TALLEST, int(match[1])) if match else 1


class Grid:
    """One table, row by row."""

    def __init__(self) -> None:
        self._below: dict[int, tuple[str, int]] = {}
        """Of each column what a cell above says, and in how many of the rows to come."""
        self._left = SPANNED

    def part(self) -> None:
        """Begin a further part of the table: no cell reaches into it."""
        self._below.clear()

    def row(self, cells: Sequence[Cell]) -> list[str]:
        """The words in each place of the next row; a cell that is all of its row stands there once."""
        if len(cells) == 1 and not self._below:
            return [cells[0].words]
        found: list[str] = []
        for each in cells:
            self._reach(found)
            for column in range(min(each.across, COLUMNS - len(found))):
                if each.down > 1:
                    self._below[len(found)] = (each.words, each.down - 1)
                found.append(each.words if not column or self._spend(each.words) else "")
        self._reach(found)
        return found

    def _reach(self, row: list[str]) -> None:
        """Put into ``row`` what cells above it reach down with."""
        while (above := self._below.pop(len(row), None)) is not None:
            words, rows = above
            if rows > 1:
                self._below[len(row)] = (words, rows - 1)
            row.append(words if self._spend(words) else "")

    def _spend(self, words: str) -> bool:
        """Whether a further place may say ``words``."""
        self._left -= 1
        return self._left >= 0 and len(words) <= LONGEST


def joined(rows: Iterable[Sequence[str]]) -> list[str]:
    """One header of several rows, each column with the words of all of them; a title over all columns is no header."""
    given = list(rows)
    wide = [each for each in given if len(each) > 1] or given
    columns = max(map(len, wide), default=0)
    return [" ".join(dict.fromkeys(row[at] for row in wide if at < len(row) and row[at])) for at in range(columns)]
