"""HTML inside Markdown: tables by their rows, headings by their level, everything else as plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Literal

import msgspec

from troth.policy.hidden import shown
from troth.policy.inline import Plain, box, boxes, plain, unboxed
from troth.policy.pieces import Piece, pieces, statement
from troth.policy.spans import HEADS, Cell, Grid, cell, joined
from troth.policy.tables import header_like, row_statement
from troth.terms.statement import Statement

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
BLOCK = re.compile(r"(<table\b.*?(?:</table>|\Z))", re.DOTALL | re.IGNORECASE)
DEFINED = re.compile(
    r"(<dt\b[^<>]{0,200}>)((?:(?!</?d[dtl]\b).){1,400}?)((?:</dt\s*>)?)(\s{0,80})<dd\b[^<>]{0,200}>(\s{0,80})",
    re.DOTALL | re.IGNORECASE,
)
"""A term and the beginning of its description."""
ITEM = re.compile(r"(?=<li\b)", re.IGNORECASE)
"""Where an item of a list begins, of which several may stand on a line."""
OPENED = re.compile(r"^\s*(?:<(?:li|p|div|label|dd|summary)\b[^<>]{0,200}>\s{0,9}){1,4}(?=[☐☑])", re.IGNORECASE)
"""What opens before a box that is drawn."""
HEADING = re.compile(r"^\s*<h([1-6])\b[^<>]{0,200}>(.{0,300}?)</h\1>\s*$", re.IGNORECASE)


class _Row(msgspec.Struct):
    line: int
    cells: list[Cell]
    part: int
    """Of which part of the table it is: its head, a body, its foot."""
    head: bool
    """Whether that is the head."""

    @property
    def titled(self) -> bool:
        """Whether it is a header: in the head of the table, or all of its cells are marked as headers."""
        return bool(self.cells) and (self.head or all(each.head for each in self.cells))


class _Rows(HTMLParser):
    """Collects the rows of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_Row] = []
        self.open = False
        self.part = 0
        self.head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append(_Row(self.getpos()[0], [], self.part, self.head))
        elif tag in {"thead", "tbody", "tfoot"}:
            self.part += 1
            self.head = tag == "thead"
        elif tag in {"td", "th"} and self.rows:
            self.open = True
            given = dict(attrs)
            self.rows[-1].cells.append(cell(given.get("colspan"), given.get("rowspan"), head=tag == "th"))
        elif tag == "a" and self.open:
            target = dict(attrs).get("href") or ""
            self.handle_data(f" {target} " if target.startswith(("http", "mailto")) else "")
        elif tag == "br" and self.open:
            self.handle_data(" ")
        elif tag == "input" and self.open:
            self.handle_data(box(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self.open = False
        elif tag == "thead":
            self.head = False

    def handle_data(self, data: str) -> None:
        if self.open and self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1].words += data


def html_statements(path: str, source: str, line: int, heading: tuple[str, ...], lead: str) -> Iterator[Statement]:
    """Statements of the HTML block ``source`` that starts at ``line``."""
    clean = shown(COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source), sure=frozenset())
    for part in BLOCK.split(clean):
        if part[:6].lower() == "<table":
            yield from _table(path, part, line, heading, lead)
        else:
            yield from _words(path, part, line, heading)
        line += part.count("\n")


def _table(path: str, source: str, line: int, heading: tuple[str, ...], lead: str) -> Iterator[Statement]:
    reader = _Rows()
    reader.feed(source)
    rows = [each for each in reader.rows if each.cells]
    grid = Grid()
    part = 0
    heads: list[list[str]] = []
    for number, row in enumerate(rows):
        if row.part != part:
            grid.part()
            part = row.part
        cells = [" ".join(each.split()) for each in grid.row(row.cells)]
        if len(heads) == number < HEADS and (row.titled or (not number and header_like(cells))):
            heads.append([plain(each).text for each in cells])
        else:
            yield row_statement(
                path, joined(heads), [plain(each) for each in cells], line + row.line - 1, heading, lead
            )


def _joined(pair: re.Match[str]) -> str:
    """A term and its description as one item, on the line where that begins."""
    return "\n" * pair[0].count("\n") + f"<li>{' '.join(pair[2].split()).rstrip(':')}: "


def _words(path: str, source: str, line: int, heading: tuple[str, ...]) -> Iterator[Statement]:
    for number, text in enumerate(DEFINED.sub(_joined, source).split("\n")):
        title = HEADING.match(text)
        if title:
            words = plain(title[2])
            level = int(title[1])
            yield statement(
                path, "heading", Piece(Plain(words.text.strip()), 0), line + number, heading=heading, depth=level
            )
        elif text.strip():
            for part in ITEM.split(text):
                said, ticked = unboxed(OPENED.sub("", boxes(part)))
                item = ticked is not None or ITEM.match(part.lstrip())
                form: Literal["bullet", "sentence"] = "bullet" if item else "sentence"
                for piece in pieces(said):
                    if piece.plain.text.strip():
                        yield statement(
                            path,
                            form,
                            piece,
                            line + number,
                            heading=heading,
                            ticked=bool(ticked),
                            boxed=ticked is not None,
                        )
                        ticked = None
