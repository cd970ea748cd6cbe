"""Rows of a table as statements: the words of the cells in one line, each cell under its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from troth.policy.inline import Plain
from troth.policy.pieces import Piece, statement
from troth.terms.statement import Statement, Target

BETWEEN = " | "
COLUMNS = 40
"""Columns of a row that are read."""


BARS = str.maketrans(dict.fromkeys("│┃║╎┆┊", "|"))
FRAME = frozenset("+|:-=─━═┄┈╌┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫╭╮╰╯ \t")
LINES = ("--", "==", ":-", "-:", "-|", "──", "━━", "══", "┄", "┈", "╌")
"""Of what a line that draws the frame of a table consists, and what it has somewhere."""


def drawn(lines: Sequence[str]) -> bool:
    """Whether ``lines`` are a table with a frame drawn around it, of which code blocks may consist."""
    return any(each.strip().startswith(("+-", "+=", "┌", "╔", "╒", "╭", "┏")) for each in lines[:3])


def drawn_rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row of ``lines`` if all of them are rows or the frame of one table; else nothing.

    Such are tables that Markdown does not know for tables: drawn with a frame, or without the line below the header.
    """
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines):
        words = line.translate(BARS).strip()
        if not words or (FRAME.issuperset(words) and any(each in words for each in LINES)):
            continue
        framed = len(words) > 2 and words[0] == "|" == words[-1]
        cells = [each.strip() for each in (words[1:-1] if framed else words).split("|")]
        if len(cells) < 2 or not any(cells):
            return
        rows.append((number, cells))
    if len({len(cells) for _, cells in rows}) == 1 and (len(rows) > 1 or framed):
        yield from rows


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
