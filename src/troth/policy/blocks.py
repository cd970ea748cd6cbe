"""Markdown blocks into statements: what is a heading, a bullet, a row, a code line, and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from troth.policy.hidden_blocks import drawn as drawn_blocks
from troth.policy.html_blocks import html_statements
from troth.policy.inline import Plain, boxes, plain, unboxed
from troth.policy.pieces import Piece, bold_heading, pieces, statement
from troth.policy.quotations import attribute, signed
from troth.policy.tables import data_like, drawn, drawn_rows, header_like, row_statement
from troth.terms.statement import Statement

NESTING = 200
FRAMED = frozenset({"", "text", "txt", "plain", "none", "console", "ascii", "table"})
"""Languages of code blocks that may be a drawn table."""
QUOTE_OPENS = re.compile(r"<blockquote(?=[\s>])", re.IGNORECASE)
QUOTE_CLOSES = re.compile(r"</blockquote\s{0,9}>", re.IGNORECASE)
OTHER_HEADING = re.compile(r"^(={1,5})\s+(\S[^\n]{0,200})$")
"""A heading of AsciiDoc."""


def parser() -> MarkdownIt:
    """The block grammar of CommonMark with tables; inline marks are read by ``inline``, in bounded time."""
    return MarkdownIt("commonmark", {"maxNesting": NESTING}).enable("table").disable(["inline", "text_join"])


class _Place(msgspec.Struct):
    """Where the walk stands."""

    path: str
    offset: int = 0
    headings: list[tuple[int, str]] = []
    lead: str = ""
    """Last sentence before the block at hand, where nothing stands between."""
    items: list[tuple[str, int | None]] = []
    """Open list items: words of their first sentence, and their number."""
    leads: list[str] = []
    quotes: list[str] = []
    """What introduces each open quotation."""
    """Lead of each open list."""
    numbers: list[int | None] = []
    within: int = 0
    """How many of the open quotations are elements of HTML."""
    header: list[str] = []
    drawn: list[str] = []
    """Header of the table at hand that Markdown does not know for one."""

    @property
    def heading(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def enter(self, level: int, text: str) -> None:
        """Open a heading of ``level``; those at or below it end."""
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, text))
        self.lead = ""
        self.drawn = []


def statements(path: str, lines: Sequence[str], offset: int = 0) -> Iterator[Statement]:
    """Statements of ``lines`` of Markdown; ``offset`` is how many lines of the document stand before them."""
    tokens, references = parsed(lines)
    yield from walk(path, drawn_blocks(tokens), references, offset)


def walk(path: str, tokens: list[Token], references: dict[str, str], offset: int = 0) -> Iterator[Statement]:
    """Statements of ``tokens``, the blocks of a document whatever it was written in.

    The tokens are those of markdown-it; other formats are read into the same ones: ``map`` counts lines from 0, the
    content of ``inline`` tokens is marked as Markdown marks it.
    """
    place = _Place(path=path, offset=offset)
    attribute(tokens)
    for found in _walked(place, tokens, references):
        yield msgspec.structs.replace(found, quoted=place.quotes[-1]) if place.quotes else found


def _walked(place: _Place, tokens: list[Token], references: dict[str, str]) -> Iterator[Statement]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            yield from _heading(place, tokens[index + 1], int(token.tag[1:]))
            index += 2
        elif token.type == "inline":
            said_by = signed(token.content)
            place.quotes += [said_by] if said_by else []
            yield from _paragraph(place, token, references)
            del place.quotes[len(place.quotes) - bool(said_by) :]
        elif token.type in {"fence", "code_block"}:
            yield from _code(place, token)
        elif token.type == "html_block":
            yield from _html(place, token)
        elif token.type == "thead_open":
            index = _header(place, tokens, index)
            if data_like(place.header):
                cells, place.header = [Plain(each) for each in place.header], []
                yield row_statement(
                    place.path, [], cells, place.offset + (token.map or [0])[0] + 1, place.heading, place.lead
                )
        elif token.type == "tr_open":
            found, index = _row(place, tokens, index, references)
            if place.header and not any(place.header):
                # a header without names, as Markdown asks for one: the first row may be it
                names = [cell for _, cell in found.cells]
                place.header = names if header_like(names) else []
                if place.header:
                    index += 1
                    continue
            if any(cell for _, cell in found.cells):
                yield found
        else:
            _list(place, token)
        index += 1


def parsed(lines: Sequence[str]) -> tuple[list[Token], dict[str, str]]:
    """The blocks of ``lines`` of Markdown, and the addresses that its references lead to."""
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser().parse("\n".join(lines), environment)
    references = environment.get("references", {})
    return tokens, {name.casefold(): each.get("href", "") for name, each in references.items()}


def _list(place: _Place, token: Token) -> None:
    """Keep count of open lists and items."""
    if token.type in {"bullet_list_open", "ordered_list_open"}:
        outer = place.items[-1][0] if place.items else ""
        before = place.leads[-1] if place.leads else ""
        place.leads.append(f"{before} {outer}".strip()[-600:] if outer else place.lead)
        place.numbers.append(0 if token.type == "ordered_list_open" else None)
    elif token.type in {"bullet_list_close", "ordered_list_close"}:
        place.leads.pop()
        place.numbers.pop()
        place.lead = ""
    elif token.type == "list_item_open":
        number = place.numbers[-1] if place.numbers else None
        if number is not None and place.numbers:
            number = place.numbers[-1] = int(token.info) if token.info.isdigit() and len(token.info) < 6 else number + 1
        place.items.append(("", number))
    elif token.type == "list_item_close" and place.items:
        place.items.pop()
    elif token.type == "blockquote_open":
        _quote(place, token.info)
    elif token.type == "blockquote_close" and place.quotes:
        place.quotes.pop()
    elif token.type in {"hr", "table_close"}:
        place.lead = ""
        place.header = []


def _quote(place: _Place, said_by: str = "") -> None:
    """Open a quotation."""
    lead = place.items[-1][0] if place.items else place.lead
    place.quotes.append(said_by or lead or "".join(place.quotes[-1:]))


def _heading(place: _Place, token: Token, level: int) -> Iterator[Statement]:
    text = plain(token.content).text.strip()
    first = (token.map or [0])[0] + place.offset
    found = [
        statement(place.path, "heading", each, first + 1, heading=_above(place, level), depth=level)
        for each in pieces(token.content, None, whole=True)
    ]
    if not place.items:
        place.enter(level, text)
    yield from found


def _above(place: _Place, level: int) -> tuple[str, ...]:
    return tuple(text for each, text in place.headings if each < level)


def _paragraph(place: _Place, token: Token, references: dict[str, str]) -> Iterator[Statement]:
    first = (token.map or [0])[0] + place.offset
    content = boxes(token.content)
    other = OTHER_HEADING.match(content)
    title = other[2] if other else bold_heading(content) if not place.items else ""
    if title:
        level = len(other[1]) if other else 7
        piece = Piece(plain(title), 0)
        yield statement(place.path, "heading", piece, first + 1, heading=_above(place, level), depth=level)
        place.enter(level, piece.plain.text.strip())
        return
    rows = list(drawn_rows(content.split("\n"))) if "|" in content or "│" in content else []
    if rows:
        yield from _drawn(place, rows, first, references)
        return
    place.drawn = []
    opening = bool(place.items) and not place.items[-1][0]
    last = ""
    content, box = unboxed(content)
    for piece in pieces(content, references):
        form: Literal["bullet", "sentence"] = "bullet" if opening or box is not None else "sentence"
        lead = place.leads[-1] if place.leads else ""
        number = place.items[-1][1] if place.items else None
        if not opening and place.items:
            lead = f"{lead} {place.items[-1][0]}".strip()[-600:]
        found = statement(
            place.path, form, piece, first + 1, heading=place.heading, lead=lead, depth=len(place.items),
            ordinal=number, ticked=bool(box), boxed=box is not None,
        )  # fmt: skip
        yield found
        last, box = found.text, None
        if opening:
            place.items[-1] = (found.text[:300], number)
            opening = False
    if not place.items:
        place.lead = last[-600:]
    elif last.rstrip("*_` ").endswith(":") and last[:300] != place.items[-1][0]:
        place.items[-1] = (f"{place.items[-1][0]} {last[-300:]}", place.items[-1][1])


def _code(place: _Place, token: Token) -> Iterator[Statement]:
    first = (token.map or [0])[0] + place.offset + (2 if token.type == "fence" else 1)
    language = token.info.strip().split(" ")[0].lower()[:30]
    lead = place.items[-1][0] if place.items else place.lead
    lines = token.content.split("\n")
    if language in FRAMED and drawn(lines):
        rows = list(drawn_rows(lines))
        if rows:
            yield from _drawn(place, rows, first - 1, {})
            return
    for number, line in enumerate(lines):
        if line.strip():
            yield statement(
                place.path, "code", Piece(Plain(line.rstrip()), 0), first + number,
                heading=place.heading, lead=lead, language=language, block=first, depth=len(place.items),
            )  # fmt: skip


def _drawn(
    place: _Place, rows: list[tuple[int, list[str]]], first: int, references: dict[str, str]
) -> Iterator[Statement]:
    """Rows of a table that Markdown does not know for one; rows with blank lines between them are one table."""
    if len(rows) > 1:
        place.drawn = []
    for number, cells in rows:
        words = [plain(each, references) for each in cells]
        if len(place.drawn) != len(cells) and header_like([each.text for each in words]):
            place.drawn = [each.text.strip() for each in words]
            continue
        yield row_statement(place.path, place.drawn, words, first + number + 1, place.heading, place.lead)


def _html(place: _Place, token: Token) -> Iterator[Statement]:
    first = (token.map or [0])[0] + place.offset + 1
    for _ in QUOTE_OPENS.findall(token.content):
        _quote(place)
        place.within += 1
    for found in html_statements(place.path, token.content, first, place.heading, place.lead):
        if found.form == "heading":
            place.enter(found.depth, found.text)
        yield found
        place.lead = found.text[-600:] if found.form == "sentence" else ""
    for _ in QUOTE_CLOSES.findall(token.content)[: place.within]:
        place.quotes.pop()
        place.within -= 1


def _header(place: _Place, tokens: list[Token], index: int) -> int:
    place.header = []
    while tokens[index].type != "thead_close":
        if tokens[index].type == "inline":
            place.header.append(plain(tokens[index].content).text.strip())
        index += 1
    return index


def _row(place: _Place, tokens: list[Token], index: int, references: dict[str, str]) -> tuple[Statement, int]:
    line = (tokens[index].map or [0])[0] + place.offset + 1
    cells = []
    while tokens[index].type != "tr_close":
        if tokens[index].type == "inline":
            cells.append(plain(tokens[index].content, references))
        index += 1
    return row_statement(place.path, place.header, cells, line, place.heading, place.lead), index
