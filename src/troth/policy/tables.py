"""Rows of a table as statements: the words of the cells in one line, each cell under its header."""

from __future__ import annotations

from collections.abc import Sequence

from troth.policy.inline import Plain
from troth.policy.pieces import Piece, statement
from troth.terms.statement import Statement, Target

BETWEEN = " | "
COLUMNS = 40
"""Columns of a row that are read."""


def row_statement(
    path: str, header: Sequence[str], cells: Sequence[Plain], line: int, heading: tuple[str, ...], lead: str
) -> Statement:
    """One row; ``header`` may be shorter or longer than ``cells``."""
    words: list[str] = []
    links: list[Target] = []
    length = 0
    for cell in cells[:COLUMNS]:
        text = cell.text.replace("\n", " ").strip()
        links += [Target(length + each.start, each.label, each.url) for each in cell.links]
        words.append(text)
        length += len(text) + len(BETWEEN)
    names = [*header[: len(words)], *[""] * (len(words) - len(header))]
    piece = Piece(Plain(BETWEEN.join(words), tuple(links)), 0)
    return statement(path, "row", piece, line, heading=heading, lead=lead, cells=tuple(zip(names, words, strict=True)))
