"""Tables of AsciiDoc, written as those of Markdown: cells that span, repeat, or go on over lines; CSV and its kind.

docs.asciidoctor.org/asciidoc/latest: "Build a Basic Table", "Span Columns and Rows", "CSV, TSV and DSV Data".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

import msgspec

from troth.policy.markup.asciidoc_marks import marked
from troth.policy.tables import header_like

MARK = re.compile(r"^(?P<sign>[|,:!])={3,}$")
"""What stands above and below a table."""
CELL = re.compile(
    r"(?:(?:^|(?<=\s))(?:(?P<times>\d{1,2})\*|(?P<across>\d{1,2})?(?:\.(?P<down>\d{1,2}))?\+)?"
    r"[<^>]?(?:\.[<^>])?[aehdlmsv]?)?(?<!\\)\|"
)
"""Where a cell begins, and how many places it takes."""
COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]{1,300})\"|([^\",\]]{1,100}))")
HEADED = re.compile(r"%[\w%]{0,60}header|\b(?:options|opts)\s*=\s*\"?[\w,% ]{0,60}header")
FORMAT = re.compile(r"format\s*=\s*\"?(\w{3,4})")
ITEM = re.compile(r"^\s*(?:\*{1,5}|\.{1,5}|-)\s+")
MOST = 40
"""Columns that are read, and rows that a cell reaches down."""
SPANNED = 2000
"""Places of a table that cells take beside their own; those beyond take none, so that no table grows without bound."""


class _Cell(msgspec.Struct):
    line: int
    words: str
    across: int = 1
    down: int = 1


def table(lines: Sequence[str], start: int, options: str) -> list[str]:
    """The table whose mark stands at ``start``, as many lines; ``options`` stand in brackets above it.

    A header stands where the mark stood, the rule in the header's place.
    """
    mark = lines[start].rstrip()
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == mark), len(lines))
    length = min(end + 1, len(lines)) - start
    given = FORMAT.search(options)
    kind = given[1].lower() if given else {",": "csv", ":": "dsv"}.get(mark[0], "psv")
    cells = list(_separated(lines, start + 1, end, kind) if kind in _SEPARATORS else _cells(lines, start + 1, end))
    if not cells:
        return [""] * length
    first = cells[0].line
    columns = _given(options) or sum(each.across for each in cells if each.line == first)
    columns = columns if columns > 1 else _run(lines, first, end)
    rows = list(_rows(cells, min(MOST, columns)))
    headed = HEADED.search(options) or header_like(rows[0][1])
    out = ["" if not headed else f"|{' |' * columns}"] * length
    for line, row in rows:
        out[line - start] = f"| {' | '.join(row)} |"
    if headed:
        out[0], out[first - start] = out[first - start], f"|{'---|' * len(rows[0][1])}"
        out[-1] = "" if end < len(lines) else out[-1]
    return out


def _cells(lines: Sequence[str], start: int, end: int) -> Iterator[_Cell]:
    """Cells behind bars, with what goes on below them."""
    open_one: list[_Cell] = []
    left = SPANNED
    for number in range(start, end):
        line = lines[number]
        bars = list(CELL.finditer(line)) if "|" in line else []
        before = line[: bars[0].start()] if bars else line
        if open_one and before.strip() and not before.startswith("//"):
            open_one[-1].words += f" {_words(before)}"
        for place, bar in enumerate(bars):
            yield from open_one
            until = bars[place + 1].start() if place + 1 < len(bars) else len(line)
            cell = _Cell(number, _words(line[bar.end() : until]))
            across, down, again = (min(MOST, int(bar[each] or 1)) for each in ("across", "down", "times"))
            left -= across * down * again - 1
            if left >= 0:
                cell.across, cell.down = across, down
            yield from (_Cell(number, cell.words) for _ in range(again - 1 if left >= 0 else 0))
            open_one = [cell]
    yield from open_one


_SEPARATORS = {"csv": ",", "tsv": "\t", "dsv": ":"}


def _separated(lines: Sequence[str], start: int, end: int, kind: str) -> Iterator[_Cell]:
    """Cells of one row a line."""
    for number in range(start, end):
        try:
            row = next(csv.reader([lines[number]], delimiter=_SEPARATORS[kind]), [])
        except csv.Error:
            row = [lines[number]]
        yield from (_Cell(number, _words(each)) for each in row)


def _rows(cells: Sequence[_Cell], columns: int) -> Iterator[tuple[int, list[str]]]:
    """Line and words of each row; a cell that spans says the same in all places it takes."""
    below: dict[int, list[str]] = {}
    """Of each column, what cells above say in the rows to come."""
    row: list[str] = []
    line = 0
    for cell in cells:
        line = line if row else cell.line
        for _ in range(min(max(1, cell.across), columns)):
            _reach(row, below, columns)
            if len(row) < columns:
                below[len(row)] = [cell.words] * (cell.down - 1)
                row.append(cell.words)
        _reach(row, below, columns)
        if len(row) == columns:
            yield line, row
            row = []
    if row:
        yield line, [*row, *[""] * (columns - len(row))]


def _reach(row: list[str], below: dict[int, list[str]], columns: int) -> None:
    """Put into a row what cells above it reach down with."""
    while len(row) < columns and below.get(len(row)):
        row.append(below[len(row)].pop())


def _words(cell: str) -> str:
    return marked(ITEM.sub("", cell.replace("\\|", "|")).strip().removesuffix(" +")).replace("|", " ")


def _given(options: str) -> int:
    """Columns that options give: ``[cols="1,2"]``, ``[cols="3*"]``, ``[cols="1,2*a"]``."""
    match = COLUMNS.search(options)
    if not match:
        return 0
    count = 0
    for part in re.split(r"[,;]", match[1] or match[2]):
        times = re.match(r"\s*(\d{1,2})\*", part)
        count += int(times[1]) if times else 1
    return min(MOST, count)


def _run(lines: Sequence[str], first: int, end: int) -> int:
    """Columns of a table that has one cell a line: as many as stand before the first empty line."""
    return min(MOST, next((n - first for n in range(first, end) if not lines[n].strip()), end - first)) or 1
