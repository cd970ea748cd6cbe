"""Markdown as it reads, each promise marked where it stands, its evidence behind the block that holds it.

Nothing of the document becomes markup of the page: blocks are written anew from the tokens of markdown-it, HTML in it
is shown by its words alone, images by theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from troth.report.html import prose
from troth.report.html.links import Links
from troth.report.html.marks import Mark, Marks, classes, margin, target
from troth.report.html.tags import Html, closing, join, opening, tag

NESTING = 100
LONGEST_RUN = 20_000
"""Characters of a run whose emphasis and links are shown; longer ones are shown as they stand."""
MOST_SIGNS = 2_000
"""Marks of Markdown in such a run."""
_SIGNS = re.compile(r"[\[\]*_`<>!~]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]{1,300})"|'([^']{1,300})')""", re.IGNORECASE)
_CHECKED = re.compile(r"^\[([ xX])\]\s+")
_SLUG = re.compile(r"[^\w\- ]")

EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔", "ballot_box_with_check": "☑", "x": "❌", "warning": "⚠",
    "negative_squared_cross_mark": "❎", "heavy_multiplication_x": "✖", "no_entry": "⛔", "no_entry_sign": "🚫",
}  # fmt: skip
"""The short names that tables of versions use, as GitHub shows them."""
_SHORT = re.compile(r":([a-z_]{1,40}):")

Evidence = Callable[[Sequence[Mark], int], Html]
"""Marks, and the level of the heading they stand under → their evidence."""
BLOCKS = {
    "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote",
    "table": "table", "thead": "thead", "tbody": "tbody",
}  # fmt: skip
PARTS = frozenset({"table", "thead", "tbody", "tr", "th", "td"})


def render(lines: Sequence[str], offset: int, marks: Marks, links: Links, prefix: str, evidence: Evidence) -> Html:
    """``lines`` of Markdown, before which ``offset`` lines of the document stand.

    ``prefix`` begins the names of its headings in the page.
    """
    reader = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    environment: dict[str, object] = {}
    tokens = reader.disable(["inline", "text_join"]).parse("\n".join(lines), environment)
    reader.enable(["inline", "text_join"])
    for token in tokens:
        if token.type == "inline":
            token.children = _children(reader, token.content, environment)
    headings = _headings(tokens, prefix)
    return _Walk(tokens, offset, marks, _linked(links, headings), headings, evidence).html()


def _children(reader: MarkdownIt, content: str, environment: dict[str, object]) -> list[Token]:
    if len(content) > LONGEST_RUN or len(_SIGNS.findall(content)) > MOST_SIGNS:
        return prose.plainly(content)
    found: list[Token] = []
    reader.inline.parse(content, reader, environment, found)
    return found


def _headings(tokens: Sequence[Token], prefix: str) -> dict[int, tuple[str, str]]:
    """Index of each heading → its name in the document's own links, and in the page."""
    found: dict[int, tuple[str, str]] = {}
    seen: Counter[str] = Counter()
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            words = prose.words_of(tokens[index + 1].children or ())
            slug = _SLUG.sub("", words.strip().lower()).replace(" ", "-")[:80]
            seen[slug] += 1
            name = slug if seen[slug] == 1 else f"{slug}-{seen[slug] - 1}"
            found[index] = (name, f"{prefix}{re.sub(r'[^a-z0-9_-]+', '-', name)}")
    return found


def _linked(links: Links, headings: dict[int, tuple[str, str]]) -> Links:
    known: dict[str, str] = {}
    for name, anchor in headings.values():
        known.setdefault(name, f"#{anchor}")
    return Links(links.document, links.documents, known)


class _Walk:
    """Blocks into HTML, one after the other."""

    def __init__(
        self,
        tokens: Sequence[Token],
        offset: int,
        marks: Marks,
        links: Links,
        headings: dict[int, tuple[str, str]],
        evidence: Evidence,
    ) -> None:
        self.tokens = tokens
        self.offset = offset
        self.marks = marks
        self.links = links
        self.headings = headings
        self.evidence = evidence
        self.out: list[str] = []
        self.level = 2
        self.named: set[str] = set()
        self.held: list[Mark] = []
        """Marks whose evidence waits for the end of the block."""
        self.row: list[Mark] | None = None
        self.in_table = 0
        self.table = 0
        """Where the open table begins in ``out``."""

    def html(self) -> Html:
        """The whole document."""
        for index, token in enumerate(self.tokens):
            self._token(index, token)
        self._flush()
        return Html("".join(self.out))

    def _token(self, index: int, token: Token) -> None:
        kind, _, side = token.type.rpartition("_")
        if token.type == "inline":
            self._words(token)
        elif kind == "heading":
            self._heading(index, token, side)
        elif token.type in {"fence", "code_block"}:
            self._code(token)
        elif token.type == "html_block":
            self._markup(token)
        elif token.type == "hr":
            self.out.append(tag("hr"))
        elif kind in PARTS:
            self._part(token, kind, side)
        elif kind in BLOCKS and not token.hidden:
            self._block(token, kind, side)
        elif token.hidden and side == "close":
            self._flush()

    def _take(self, token: Token, lines: tuple[int, int] | None = None) -> list[Mark]:
        first, end = lines or tuple(token.map or (0, 0))
        return self.marks.take(first + 1 + self.offset, end + self.offset)

    def _flush(self) -> None:
        if self.held and not self.in_table:
            self.out.append(self.evidence(self.held, self.level))
            self.held = []

    def _block(self, token: Token, kind: str, side: str) -> None:
        if side == "open":
            start = str(token.attrGet("start") or "") if kind == "ordered_list" else ""
            self.out.append(opening(BLOCKS[kind], start=start or None))
        else:
            self.out.append(closing(BLOCKS[kind]))
            self._flush()

    def _heading(self, index: int, token: Token, side: str) -> None:
        if side == "close":
            self.out.append(closing(f"h{self.level}"))
            self._flush()
            return
        # levels that the document leaves out are not left out here, where its headings stand below others
        self.level = min(int(token.tag[1:]) + 2, self.level + 1, 6)
        anchor = self.headings[index][1]
        look = f"in-text h-{token.tag[1:]}"
        self.out.append(opening(f"h{self.level}", class_=look, id=None if anchor in self.named else anchor))
        self.named.add(anchor)

    def _words(self, token: Token) -> None:
        children = token.children or []
        if self.row is not None:
            for child in children:
                if child.type == "text" and ":" in child.content:
                    child.content = _SHORT.sub(lambda found: EMOJI.get(found[1], found[0]), child.content)
            self.out.append(prose.render(children, [], self.links)[0])
            return
        marks = self._take(token)
        checked = _CHECKED.match(token.content)
        if checked and children and children[0].type == "text":
            self.out.append(tag("span", "☑ " if checked[1] in "xX" else "☐ ", class_="box"))
            children[0].content = _CHECKED.sub("", children[0].content)
        shown, order = prose.render(children, marks, self.links)
        self.held += _told(order)
        self.out.append(shown)

    def _part(self, token: Token, kind: str, side: str) -> None:
        """Parts of a table; a row is marked as a whole, in a column of its own."""
        if kind == "table":
            self._frame(opened=side == "open")
        elif kind == "tr" and side == "open":
            self.row = self._take(token)
            self.held += _told(self.row)
            self.out.append(opening("tr", class_=classes(self.row) if self.row else None))
        elif kind == "tr":
            self.out.append(Html(f"{tag('td', margin(self.row), class_='at')}</tr>" if self.row else "</tr>"))
            self.row = None
        elif side == "open":
            style = str(token.attrGet("style") or "").partition(":")[2].strip()
            aligned = f"to-{style}" if style in {"left", "right", "center"} and kind in {"td", "th"} else None
            self.out.append(opening(kind, class_=aligned))
        else:
            self.out.append(closing(kind))

    def _frame(self, *, opened: bool) -> None:
        """What a table stands in, so that a wide one can be moved sideways by itself."""
        self.in_table += 1 if opened else -1
        if opened:
            self.table = len(self.out)
            self.out.append("")
            return
        marked = " marked" if self.held else ""
        frame = opening("div", class_=f"table{marked}", tabindex="0", role="group", aria_label="Table")
        self.out[self.table] = Html(f"{frame}<table>")
        self.out.append(Html("</table></div>"))
        self._flush()

    def _code(self, token: Token) -> None:
        first = (token.map or [0])[0] + (1 if token.type == "fence" else 0)
        lines = token.content.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        end = max(first + len(lines), (token.map or [0, 0])[1])
        taken = [self._take(token, (first + n, first + n + 1)) for n in range(len(lines))]
        shown = [self._line(line, marks) for line, marks in zip(lines, taken, strict=True)]
        if any(taken):  # each line makes room for its marks
            shown = [tag("span", line, class_="row") for line in shown]
        marks = self._take(token, ((token.map or [0])[0], end))  # on its fences
        self.held += _told(marks)
        self.out += [margin(marks)] if marks else []
        self.out.append(tag("pre", tag("code", join(shown, "" if any(taken) else "\n"))))
        self._flush()

    def _line(self, line: str, marks: list[Mark]) -> Html:
        """A line of code, which a promise covers whole."""
        if not marks:
            return join([line])
        self.held += _told(marks)
        return Html(margin(marks) + tag("span", line, class_=classes(marks), data_to=target(marks)))

    def _markup(self, token: Token) -> None:
        """HTML of the document, by its words."""
        first = (token.map or [0])[0]
        content = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), token.content)
        content = _IMAGE.sub(_alternative, content)
        shown: list[Html] = []
        for number, line in enumerate(content.split("\n")):
            words = " ".join(unescape(_TAG.sub(" ", line)).split())
            marks = self._take(token, (first + number, first + number + 1))
            if words or marks:
                words_shown, order = prose.render(prose.plainly(words), marks, self.links)
                self.held += _told(order)
                shown.append(tag("p", words_shown))
        self.out += shown
        self._flush()


def _told(marks: Sequence[Mark]) -> list[Mark]:
    """Those of ``marks`` whose evidence stands here."""
    return [mark for mark in marks if mark.judged is not None and not mark.again]


def _alternative(found: re.Match[str]) -> str:
    alt = _ALT.search(found[0])
    return f"[{alt[1] or alt[2]}]" if alt else ""
