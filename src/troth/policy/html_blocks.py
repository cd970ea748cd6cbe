"""HTML inside Markdown: tables by their rows, headings by their level, everything else as plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Literal

import msgspec

from troth.policy.hidden import shown
from troth.policy.inline import Plain, plain
from troth.policy.pieces import Piece, pieces, statement
from troth.policy.tables import row_statement
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
HEADING = re.compile(r"^\s*<h([1-6])\b[^<>]{0,200}>(.{0,300}?)</h\1>\s*$", re.IGNORECASE)


class _Row(msgspec.Struct):
    line: int
    cells: list[str]
    header: bool


class _Rows(HTMLParser):
    """Collects the rows of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_Row] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append(_Row(self.getpos()[0], [], header=False))
        elif tag in {"td", "th"} and self.rows:
            self.open = True
            self.rows[-1].cells.append("")
            self.rows[-1].header = self.rows[-1].header or tag == "th"
        elif tag == "a" and self.open:
            target = dict(attrs).get("href") or ""
            self.rows[-1].cells[-1] += f" {target} " if target.startswith(("http", "mailto")) else ""
        elif tag == "br" and self.open:
            self.rows[-1].cells[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.open and self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1] += data


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
    rows = _Rows()
    rows.feed(source)
    header: list[str] = []
    for row in rows.rows:
        if row.header and not header:
            header = [" ".join(cell.split()) for cell in row.cells]
        elif row.cells:
            cells = [plain(" ".join(cell.split())) for cell in row.cells]
            yield row_statement(path, header, cells, line + row.line - 1, heading, lead)


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
                form: Literal["bullet", "sentence"] = "bullet" if ITEM.match(part.lstrip()) else "sentence"
                for piece in pieces(part):
                    if piece.plain.text.strip():
                        yield statement(path, form, piece, line + number, heading=heading)
