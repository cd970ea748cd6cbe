"""HTML, read by lxml as a browser would: headings, paragraphs, lists, tables, code, links. Nothing runs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from troth.policy import blocks
from troth.policy.hidden import undrawn
from troth.policy.markup.markup import Markup
from troth.policy.markup.tokens import code, escaped, heading, inline, item, opened
from troth.policy.pieces import addressed
from troth.policy.spans import HEADS, Cell, Grid, cell, joined
from troth.policy.tables import header_like
from troth.terms.span import Span
from troth.terms.statement import Statement

if TYPE_CHECKING:
    from markdown_it.token import Token

FURNITURE = frozenset(("head", "nav", "select", "svg"))
"""What a page shows and does not say."""
BREAKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "address", "dt", "dd",
        "dl",
        "ul", "ol", "li", "table", "tr", "td", "th", "thead", "tbody", "pre", "hr", "form", "body", "html", "figure",
        "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary", "figcaption", "tfoot",
    }
)  # fmt: skip
"""Elements that end a paragraph (HTML Living Standard §4)."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NUMBER = re.compile(r"[0-9]{1,5}$")
STRONG = frozenset({"strong", "b"})
CALLED_LINE_END = re.compile(r"&#(?:0{0,20}1[03]|[xX]0{0,20}[aAdD])(?![0-9a-fA-F]);?")
"""Line ends by their numbers: they end no line of the document."""
DEEPEST = 200
"""Lists inside lists that are kept apart."""


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement | Span]:
    walk = _Walk(len(lines))
    walk.feed("\n".join(lines))
    walk.flush()
    if walk.cut:
        why = "the page is nested too deeply and is not read to its end"
        yield Span(path=path, line=offset + walk.getpos()[0], text=why)
    yield from blocks.walk(path, walk.tokens, {}, offset)


class _Walk:
    """Tags into tokens of markdown-it."""

    def __init__(self, last: int) -> None:
        self._last = last
        """Lines of the page."""
        self._at = 1
        """The line where the walk stands."""
        self.tokens: list[Token] = []
        self._words: list[str] = []
        self._ends = 0
        """Line ends of the page since the first word that is gathered."""
        self._said = False
        """Whether the words that are gathered hold more than marks."""
        self._line = 0
        self._level = 0
        self._silent: list[str] = []
        self._lists: list[list[int | None]] = []
        self._items = 0
        self._pre = False
        self._row: list[Cell] | None = None
        self._row_line = 0
        self._rows = 0
        """Rows of the open table that have ended."""
        self._grid = Grid()
        self._heads: list[list[str]] = []
        """The rows of its header."""
        self._head_at = 0
        """Where its header stands among the tokens."""
        self._in_head = False
        self._links: list[str] = []
        self._quotes = 0
        """Quotations that are open."""
        self._signs = False
        """Whether the next paragraph says who is quoted."""
        self._term = ""
        """The term whose description is awaited."""
        self._part = ""
        """The tag of the term, or of the description not begun yet, that is open."""
        self._told = False
        """Whether the term has its description."""
        self._broken = False
        """Whether a line break ended the paragraph before."""
        self._layout: list[bool] = []
        """Of each open table, whether it only lays out the page."""
        self.cut = False
        """Whether the page was nested deeper than libxml2 reads."""

    def feed(self, source: str) -> None:
        """Read ``source``; lxml closes what is left open and knows the line of each element."""
        from lxml import etree  # noqa: PLC0415 - only pages in HTML pay for it

        parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        root = etree.fromstring(CALLED_LINE_END.sub(" ", source).encode("utf-8", errors="replace"), parser)
        self.cut = any("depth" in error.message.lower() for error in parser.error_log)
        if root is None:
            return
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "end":
                self.handle_endtag(element.tag)
                if element.tag == "table":
                    self._layout.pop()
                self._data(element.tail)
                continue
            self._at = max(self._at, element.sourceline or 1)
            if event == "start":
                if element.tag == "table":
                    self._layout.append(_lays_out(element))
                self.handle_starttag(element.tag, element.attrib.items())
                self._data(element.text)
            else:
                self._data(element.tail)

    def _data(self, text: str | None) -> None:
        if text:
            self.handle_data(text)
            self._at += text.count("\n")

    def getpos(self) -> tuple[int, int]:
        """Line of the page, from 1, and nothing more."""
        return min(self._at, self._last), 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if self._silent:
            self._silent += [tag] if tag == self._silent[0] else []
            return
        if tag in FURNITURE or undrawn(tag, attrs):
            self._silent = [tag]
            return
        if tag in BREAKS:
            self.flush()
            self._open(tag, dict(attrs))
            return
        self._catch_up()
        if tag == "br" and self._row is None and not self._level and not self._pre:
            self.flush()
            self._broken = True
        elif tag == "br":
            self._words.append("\n" if self._pre else " ")
        elif tag == "code" and not self._pre:
            self._words.append("`")
        elif tag in STRONG:
            self._words.append("**")
        elif tag == "q":
            self._words.append("“")
        elif tag == "input" and dict(attrs).get("type", "").lower() == "checkbox":
            self.handle_data("☑ " if "checked" in dict(attrs) else "☐ ")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self._words.append("[")

    def _open(self, tag: str, attrs: dict[str, str]) -> None:
        line = self.getpos()[0] - 1
        self._describe(tag, line)
        if re.fullmatch(r"h[1-6]", tag):
            self._level = int(tag[1])
        elif tag in {"ul", "ol"} and len(self._lists) < DEEPEST:
            self._lists.append([_number(attrs.get("start"), 1) - 1] if tag == "ol" else [None])
            self.tokens.append(opened("ordered_list_open" if tag == "ol" else "bullet_list_open", line))
        elif tag == "li":
            self._close_item(line)
            number = self._lists[-1][0] if self._lists else None
            if number is not None:
                number = self._lists[-1][0] = _number(attrs.get("value"), number + 1)
            self.tokens.append(item(number, line))
            self._items += 1
            if self._lists:
                self._lists[-1].append(None)
        elif tag == "pre":
            self._pre = True
        elif tag == "table":
            self._rows, self._grid, self._heads = 0, Grid(), []
        elif tag in {"thead", "tbody", "tfoot"}:
            self._grid.part()
            self._in_head = tag == "thead"
        elif tag == "tr" and not (self._layout and self._layout[-1]):
            self._row, self._row_line = [], line
        elif tag in {"td", "th"} and self._row is not None:
            self._row.append(cell(attrs.get("colspan"), attrs.get("rowspan"), head=tag == "th"))

    def _describe(self, tag: str, line: int) -> None:
        """Open what terms, descriptions and quotations consist of."""
        if tag in {"dt", "dd"}:
            self._term = "" if tag == "dt" and self._told else self._term
            self._part, self._told = tag, self._told and tag == "dd"
        elif tag in {"ul", "ol", "table", "dl"}:
            self._untold(line)
        elif tag == "blockquote":
            self._quotes += 1
            self.tokens.append(opened("blockquote_open", line))
        elif (tag == "footer" and self._quotes) or (
            tag == "figcaption" and self.tokens and self.tokens[-1].type == "blockquote_close"
        ):
            self._signs = True

    def _untold(self, line: int) -> None:
        """Keep a term that has no description in words."""
        if self._term and not self._told:
            self.tokens.append(inline(f"{self._term}:", line))
        self._term, self._part, self._told = "", "", False

    def _close_item(self, line: int) -> None:
        """Close an item of the innermost list that is still open."""
        if self._lists and len(self._lists[-1]) > 1:
            self._lists[-1].pop()
            self._items -= 1
            self.tokens.append(opened("list_item_close", line))

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = self._silent[:-1] if tag == self._silent[0] else self._silent
            return
        line = self.getpos()[0] - 1
        if tag in BREAKS:
            self.flush()
            self._close(tag, line)
        elif tag == "code" and not self._pre:
            self._words.append("`")
        elif tag in STRONG:
            self._words.append("**")
        elif tag == "q":
            self._words.append("”")
        elif tag == "a" and self._links:
            self._words.append(f"]({self._links.pop().replace(' ', '%20')})")

    def _close(self, tag: str, line: int) -> None:
        if tag in {"ul", "ol"} and self._lists:
            self._close_item(line)
            ordered = self._lists.pop()[0] is not None
            self.tokens.append(opened("ordered_list_close" if ordered else "bullet_list_close", line))
        elif tag == "li":
            self._close_item(line)
        elif tag in {"dt", "dd"}:
            self._part = ""
        elif tag == "dl":
            self._untold(line)
        elif tag == "tr" and self._row is not None:
            self._finish_row(self._row_line)
        elif tag == "blockquote" and self._quotes:
            self._quotes -= 1
            self.tokens.append(opened("blockquote_close", line))
        elif tag == "pre":
            self._pre = False
        elif tag == "thead":
            self._in_head = False
        elif tag == "table":
            self.tokens.append(opened("table_close", line))

    def _finish_row(self, line: int) -> None:
        row, self._row = self._row or [], None
        if not row:
            return
        cells = [" ".join(each.split()) for each in self._grid.row(row)]
        titled = self._in_head or all(each.head for each in row)
        head = len(self._heads) == self._rows < HEADS and (titled or (not self._rows and header_like(cells)))
        self._rows += 1
        if head:
            self._head_at = self._head_at if self._heads else len(self.tokens)
            self._heads.append(cells)
            cells = joined(self._heads)
            del self.tokens[self._head_at :]
        self.tokens.append(opened("thead_open" if head else "tr_open", line))
        self.tokens += [inline(each, line) for each in cells]
        self.tokens.append(opened("thead_close" if head else "tr_close", line))

    def _catch_up(self) -> None:
        """A line end for those inside tags and comments, so that what follows is found on its line."""
        if self._said and self.getpos()[0] - 1 > self._line + self._ends and not self._pre:
            self._words.append("\n" if self._words[-1][-1:] != "\n" else "")
            self._ends = self.getpos()[0] - 1 - self._line

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if not self._said:
            lead = len(data) - len(data.lstrip())
            self._line = self.getpos()[0] - 1 + data[:lead].count("\n")
            data = data[lead:]
            self._said, self._ends = bool(data), 0
        else:
            self._catch_up()
        self._ends += data.count("\n")
        self._words.append(data if self._pre else escaped(data))

    def flush(self) -> None:
        """End the paragraph, heading, cell or code that is open."""
        words, self._words, self._said = "".join(self._words), [], False
        level, self._level = self._level, 0
        broken, self._broken = self._broken, False
        self._links.clear()
        if not words.strip("*[]`() \n"):
            return
        if self._row is not None:
            if self._row:
                self._row[-1].words += f" {words}"
        elif self._pre:
            self.tokens.append(code(words, "", max(0, self._line - 1)))
        elif level:
            self.tokens += heading(" ".join(words.split()), level, self._line)
        else:
            self._paragraph("\n".join(each.strip() for each in words.rstrip().split("\n")), broken=broken)

    def _paragraph(self, words: str, *, broken: bool) -> None:
        """A paragraph that ends: a term, its description, an address below its name, or words that stand alone."""
        before = self.tokens[-1] if self.tokens else None
        words, self._signs = f"— {words}" if self._signs else words, False
        if self._part == "dt":
            self._term = f"{self._term}, {words}".replace("\n", " ").replace("**", "").strip(",: ")
        elif self._part == "dd" and self._term:
            self.tokens += [opened("bullet_list_open", self._line), item(None, self._line)]
            self.tokens.append(inline(f"**{self._term}**: {words}", self._line))
            self.tokens += [opened("list_item_close", self._line), opened("bullet_list_close", self._line)]
            self._part, self._told = "", True
        elif broken and before and before.type == "inline" and addressed(before.content, words):
            self.tokens[-1] = inline(f"{before.content.rstrip(': ')}: {words}", self._line)
        else:
            self.tokens.append(inline(words, self._line))


def _number(given: str | None, otherwise: int) -> int:
    """A number of a list as the page gives it (HTML Living Standard §4.4.5, §4.4.8)."""
    return int(given) if given and NUMBER.match(given) else otherwise


def _lays_out(table: Any) -> bool:
    """Whether a table holds parts of a page, not values: it says so, has one cell, or titles or tables in its cells."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if next(table.iterdescendants("table", *HEADINGS), None) is not None:
        return True
    return len(list(itertools.islice(table.iterdescendants("td", "th"), 2))) < 2


def _sniffed(lines: Sequence[str]) -> bool:
    head = "\n".join(lines[:20]).lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) and "<html" in head


MARKUP = Markup(name="html", statements=_statements, suffixes=(".html", ".htm", ".xhtml"), sniff=_sniffed)
