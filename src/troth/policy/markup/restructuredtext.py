"""reStructuredText, read by docutils; nothing is included, no raw output is taken, no message is printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from troth.policy import blocks
from troth.policy.markup import plain_text
from troth.policy.markup.markup import Markup
from troth.policy.markup.tokens import code, escaped, heading, inline, item, opened
from troth.policy.quotations import introduced
from troth.policy.spans import Cell, Grid, joined
from troth.policy.tables import header_like
from troth.terms.span import Span
from troth.terms.statement import Statement

if TYPE_CHECKING:
    from docutils import nodes
    from markdown_it.token import Token

SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": None,
    "line_length_limit": 100_000,
}
"""What docutils may do: read, and nothing else (docutils.sourceforge.io/docs/howto/security.html)."""
LONGEST = 300_000
"""Characters that docutils is given; longer documents are read as plain text, in linear time."""
LONGEST_RUN = 4_000
"""Characters of one paragraph whose inline marks docutils reads."""
ROW_NEAR = 8
"""Lines in which a row of a table is looked for."""
DEEPEST = 60
"""Columns of indentation that docutils is given: it recurses for each block inside a block."""
OTHER_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Characters at which docutils would end a line, and no editor does."""
INCLUDE = re.compile(r"^[ ]{0,60}(?:\.\. (?:include|literalinclude)::|:(?:file|url):)[ ]+(\S{1,300})")
MARKS = re.compile(r"^\.\. [\w-]+::|^\.\. _[^:]+:|``[^`]+``|`[^`<]+<[^>]+>`_|^:[\w-]+:\s|:\w+:`[^`]+`|`[^`]+`_\b|::$")
UNDERLINE = re.compile(r"^([=\-~^\"'*+#:.`_])\1{2,}$")
OTHER = re.compile(r"^#{1,6} \S|^```|\]\(|^\|.*\|$")


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement | Span]:
    text = OTHER_ENDS.sub(" ", "\n".join(lines))
    given = len(text) <= LONGEST and not any(len(line) - len(line.lstrip()) > DEEPEST for line in lines)
    tokens = _tokens(text) if given else None
    if tokens is None:
        why = "the reStructuredText is too long or too deeply nested, and is read as plain text"
        yield Span(path=path, line=offset + 1, text=why)
        yield from plain_text.MARKUP.statements(path, lines, offset)
        return
    for number, line in enumerate(lines, offset + 1):
        if included := INCLUDE.match(line):
            yield Span(path=path, line=number, text=f"{included[1]} is included here and not read")
    yield from blocks.walk(path, tokens, {}, offset)


def _tokens(text: str) -> list[Token] | None:
    """The blocks of a document; None where docutils gives up."""
    from docutils import core, utils  # noqa: PLC0415 - only documents in reST pay for it
    from docutils.parsers import rst  # noqa: PLC0415

    from troth.policy.markup import sphinx_directives  # noqa: PLC0415

    try:
        sphinx_directives.register()
        tree = core.publish_doctree(text, parser=rst.Parser(inliner=_inliner()), settings_overrides=SETTINGS)
        for message in [node for node in tree.findall() if type(node).__name__ == "system_message"]:
            message.parent.remove(message)  # what docutils says of a document is not what the document says
        return list(_Walk(text.split("\n")).block(tree, 0))
    except (RecursionError, utils.SystemMessage, ValueError, LookupError, AssertionError, AttributeError, TypeError):
        return None  # docutils raises what it likes on hostile input; the words are read as plain text then


def _inliner() -> Any:
    """The inline marks of docutils; long runs keep theirs, as docutils looks through all the rest at each mark."""
    from docutils import nodes  # noqa: PLC0415
    from docutils.parsers.rst import states  # noqa: PLC0415

    inliner: Any = states.Inliner()
    read = inliner.parse

    def parse(text: str, *rest: Any) -> Any:
        return read(text, *rest) if len(text) <= LONGEST_RUN else ([nodes.Text(text)], [])

    inliner.parse = parse
    return inliner


class _Walk:
    """Nodes of docutils into tokens of markdown-it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.level = 0
        self.line = 0
        self.lines = lines
        self.last = len(lines) - 1
        """The last line there is: of malformed tables docutils counts lines that are not there."""

    def block(self, node: nodes.Node, depth: int) -> Iterator[Token]:
        name = type(node).__name__
        if name not in SECTIONS:
            self.line = min(self.last, max(self.line, (getattr(node, "line", None) or 0) - 1))
        reader = getattr(self, f"_{name}", None)
        if reader is not None:
            yield from reader(node, depth)
        elif name not in DROPPED:
            for child in node.children:
                yield from self.block(child, depth)

    def _section(self, node: nodes.Element, depth: int) -> Iterator[Token]:
        self.level += 1
        for child in node.children:
            yield from self.block(child, depth)
        self.level -= 1

    def _title(self, node: nodes.Element, _depth: int) -> Iterator[Token]:
        level = self.level if type(node.parent).__name__ == "section" else self.level + 1
        yield from heading(_words(node), level, self._title_line(node))

    def _title_line(self, node: nodes.Element) -> int:
        """The line of a title; docutils gives it that of the underline, or the next one where a line stands above."""
        near = min(self.last, max(0, (node.line or self.line + 1) - 1))
        title = node.rawsource.strip()
        return next((at for at in range(near, max(-1, near - 3), -1) if self.lines[at].strip() == title), near)

    _subtitle = _title
    _rubric = _title

    def _paragraph(self, node: nodes.Element, _depth: int) -> Iterator[Token]:
        yield self._said(_words(node))

    def _said(self, words: str) -> Token:
        return inline(words, max(0, min(self.line, self.last - words.count("\n"))))

    _term = _paragraph
    _line = _paragraph

    def _literal_block(self, node: nodes.Element, _depth: int) -> Iterator[Token]:
        classes: list[str] = node.get("classes", [])
        language = next((name for name in classes if name != "code"), "")
        yield code(f"{node.astext()}\n", language, max(0, self.line - 1))

    def _bullet_list(self, node: nodes.Element, depth: int) -> Iterator[Token]:
        yield from self._list(node, "bullet_list", depth)

    def _enumerated_list(self, node: nodes.Element, depth: int) -> Iterator[Token]:
        yield from self._list(node, "ordered_list", depth)

    def _list(self, node: nodes.Element, kind: str, depth: int) -> Iterator[Token]:
        yield opened(f"{kind}_open", self.line)
        for number, child in enumerate(node.children, int(node.get("start", 1))):
            yield item(number if kind == "ordered_list" else None, self.line)
            for part in child.children:
                yield from self.block(part, depth + 1)
            yield opened("list_item_close", self.line)
        yield opened(f"{kind}_close", self.line)

    def _definition_list_item(self, node: nodes.Element, depth: int) -> Iterator[Token]:
        yield opened("bullet_list_open", self.line)
        yield item(None, self.line)
        term = node.children[0] if node.children else node
        self.line = min(self.last, max(self.line, (node.line or 1) - 2))
        parts = list(node.children[-1].children) if len(node.children) > 1 else []
        first = _words(parts.pop(0)) if parts and type(parts[0]).__name__ == "paragraph" else ""
        said = f"**{_words(term)}**:\n{first}".rstrip()
        yield self._said(said)
        for part in parts:
            yield from self.block(part, depth + 1)
        yield opened("list_item_close", self.line)
        yield opened("bullet_list_close", self.line)

    def _block_quote(self, node: nodes.Element, depth: int) -> Iterator[Token]:
        opening = opened("blockquote_open", self.line)
        by = next((child for child in node.children if type(child).__name__ == "attribution"), None)
        opening.info = introduced(by.astext()) if by is not None else ""
        yield opening
        for child in node.children:
            yield from self.block(child, depth)
        yield opened("blockquote_close", self.line)

    def _field(self, node: nodes.Element, _depth: int) -> Iterator[Token]:
        yield self._said(": ".join(_words(child) for child in node.children))

    def _table(self, node: nodes.Element, _depth: int) -> Iterator[Token]:
        rows: list[Any] = [part for part in node.findall() if type(part).__name__ == "row"]
        grid = Grid()
        heads: list[list[str]] = []
        for number, row in enumerate(rows):
            if number and row.parent is not rows[number - 1].parent:
                grid.part()
            lines: list[int] = [part.line for cell in row.children for part in cell.findall() if part.line]
            self.line = min(self.last, max(self.line, min(lines, default=self.line + 1) - 1))
            words = [_cell(each) for each in row.children]
            if words:
                self.line = self._row_line(words)
            reach = zip(words, row.children, strict=True)
            cells = grid.row(
                [Cell(said, each.get("morecols", 0) + 1, each.get("morerows", 0) + 1) for said, each in reach]
            )
            titled = type(row.parent).__name__ == "thead"
            if titled or (not number and header_like(cells)):
                heads.append(cells)
                continue
            if heads:
                yield from self._row("thead", joined(heads))
                heads = []
            yield from self._row("tr", cells)
        yield opened("table_close", self.line)

    def _row(self, kind: str, cells: Sequence[str]) -> Iterator[Token]:
        yield opened(f"{kind}_open", self.line)
        yield from (inline(each, self.line) for each in cells)
        yield opened(f"{kind}_close", self.line)

    def _row_line(self, words: Sequence[str]) -> int:
        """The line of a row: of those of a ``csv-table`` docutils knows only where the table begins."""
        near = range(self.line, min(self.last + 1, self.line + ROW_NEAR))
        return next((at for at in near if all(each in escaped(self.lines[at]) for each in words)), self.line)


SECTIONS = frozenset({"document", "section"})
DROPPED = frozenset(
    {
        "comment", "system_message", "substitution_definition", "target", "image", "figure", "raw", "math_block",
        "meta",
        "docinfo", "decoration", "pending",
    }
)  # fmt: skip


def _cell(node: nodes.Node) -> str:
    return " ".join(_words(child) for child in node.children).replace("\n", " ")


def _words(node: nodes.Node) -> str:
    """The words of a node, marked as Markdown marks them."""
    name = type(node).__name__
    if name == "Text":
        return escaped(str(node))
    if name in {"literal", "title_reference"}:
        return f"`{node.astext()}`" if name == "literal" else escaped(node.astext())
    inner = "".join(_words(child) for child in node.children)
    if name == "strong":
        return f"**{inner}**"
    if name == "emphasis":
        return f"*{inner}*"
    if name == "problematic":  # a role of Sphinx: `text`, `text <target>`
        return escaped(re.sub(r":[\w:+-]+:`([^`<]+?)\s*(?:<[^>]*>)?`", r"\1", node.astext()))
    target = node.get("refuri", "") if name == "reference" else ""  # type: ignore[attr-defined]
    return f"[{inner}]({target})" if target and inner != escaped(target) else f"<{target}>" if target else inner


def _sniffed(lines: Sequence[str]) -> bool:
    """Whether titles are underlined and there are marks of reST, and no marks of Markdown."""
    titles = sum(
        bool(UNDERLINE.match(line.rstrip())) and 0 < len(before.strip()) <= len(line.rstrip()) + 2
        for before, line in itertools.pairwise(lines)
    )
    marks = sum(bool(MARKS.search(line)) for line in lines)
    others = sum(bool(OTHER.search(line)) for line in lines)
    return titles >= 1 and marks >= 1 and others == 0


MARKUP = Markup(name="restructuredtext", statements=_statements, suffixes=(".rst", ".rest"), sniff=_sniffed)
