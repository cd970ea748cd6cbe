"""Rows of a table as statements: the words of the cells in one line, each cell under its header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.inline import Plain
from troth.policy.pieces import Piece, statement
from troth.policy.words.duration import durations
from troth.terms.statement import Statement, Target

BETWEEN = " | "
COLUMNS = 40
"""Columns of a row that are read."""
VALUE = re.compile(r"\d|@|://|[✅✔☑✓❌✗✘☐☒]|^\W*(?:yes|no)\W*$", re.IGNORECASE)
"""What stands in no header of a table."""
VERSION = re.compile(r"\d")
ANSWER = re.compile(
    r"\W*(?:yes|no|(?:un|not )?supported|:(?:white_check_mark|heavy_check_mark|x|no_entry):|[✅✔☑✓❌✗✘☐])\W*$",
    re.IGNORECASE,
)
SEVERITY = re.compile(r"\W*(?:critical|high|medium|moderate|low)(?: severity)?\W*$", re.IGNORECASE)
NAMED = re.compile(
    r"\W*(?:the |our |all )?(?:latest|newest|current|older|old|previous|prior|main|master)\b", re.IGNORECASE
)
STATE = re.compile(
    r"\W*(?:(?:un|not |no longer |fully |actively )?(?:supported|maintained)|end[ -]of[ -]life|eol|deprecated)\W*$",
    re.IGNORECASE,
)
"""A severity, a version by its name and its state: such stand in rows; of two severities each has a column."""
NAME = 48
"""Characters of the name of a column."""

BARS = str.maketrans(dict.fromkeys("│┃║╎┆┊", "|"))
FRAME = frozenset("+|:-=─━═┄┈╌┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫╭╮╰╯ \t")
LINES = ("--", "==", ":-", "-:", "-|", "──", "━━", "══", "┄", "┈", "╌")
"""Of what a line that draws the frame of a table consists, and what it has somewhere."""


def header_like(cells: Sequence[str]) -> bool:
    """Whether the first row of a table, which is not marked as its header, is one: it has short names and no value."""
    named = len(cells) > 1 and any(cells) and all(len(each) <= NAME and each[-1:] != "." for each in cells)
    if not named or any(map(VALUE.search, cells)) or any(map(_timed, cells)):
        return False
    first, *others = cells
    if SEVERITY.match(first) and first.strip().lower() != "medium":  # which may be where reports are made
        return any(map(SEVERITY.match, others))
    return not (NAMED.match(first) and any(map(STATE.match, others)))


def _timed(cell: str) -> bool:
    """Whether ``cell`` tells a time in words, which "Immediate action" does not."""
    found = next(durations(cell), None)
    return found is not None and (cell[found.start : found.end].lower() != "immediate" or len(cell.split()) == 1)


def data_like(cells: Sequence[str]) -> bool:
    """Whether the header of a table of two columns is its first row: a version, and a yes or no to it."""
    return len(cells) == 2 and VERSION.search(cells[0]) is not None and ANSWER.match(cells[1]) is not None


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
