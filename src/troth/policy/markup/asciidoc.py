"""AsciiDoc: titles, nested lists, blocks, attributes and tables, written as Markdown line for line.

No library reads AsciiDoc in Python; the syntax is that of docs.asciidoctor.org/asciidoc/latest. Nothing is included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from troth.policy import blocks
from troth.policy.markup import asciidoc_quotes, asciidoc_tables, asciidoc_unsaid
from troth.policy.markup.asciidoc_marks import GIVEN, marked
from troth.policy.markup.markup import Markup
from troth.terms.span import Span
from troth.terms.statement import Statement

TITLE = re.compile(r"^(={1,6})\s+(\S.*)$")
UNDERLINES = "=-~^+"
"""Marks below titles, by their levels."""
UNDERLINE = re.compile(r"^([=\-~^+])\1+$")
ATTRIBUTE = re.compile(r"^:(!?[\w-]{1,60}!?):(?:\s+(.*))?$")
USED = re.compile(r"\{([\w-]{1,60})\}")
LIST = re.compile(r"^\s*(?:(\*{1,5})|(\.{1,5})|(-)|(\d{1,3}\.))\s+(?=\S)")
DEFINED = re.compile(r"^(\S[^:]{0,80})::(?:\s+(.*))?$")
LISTING = re.compile(r"^(?:-{4,}|\.{4,}|`{3,})$")
FENCE = re.compile(r"^(?:={4,}|\*{4,}|_{4,}|-{2})$")
UNSAID = re.compile(r"^(?:/{4,}|\+{4,})$")
"""What stands around comments, and around what is passed through unread."""
MOST_ABOVE = 4
"""Lines of options and titles above a block."""
MOST_USED = 50
"""Attributes that are put into one line, so that no line grows without bound."""
OPTIONS = re.compile(r"^\[(?P<words>[^\]]{0,300})\]$")
ADMONITION = re.compile(r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+")
MACRO = re.compile(r"^(?:image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::")
ANCHORED = re.compile(r"^\[\[[^\[\]]{1,200}\]\]$")
"""The name of the block below."""
RULE = re.compile(r"^(?:'{3,}|<{3,}|-{3}|\*{3}|- - -|\* \* \*)$")
"""What parts a page, or begins another one."""
BLOCK_TITLE = re.compile(r"^\.[A-Z]\S.{0,86}$")
START = re.compile(r"\bstart=\"?(\d{1,4})\b")
INCLUDE = re.compile(r"^include::([^\s\[\]]{1,300})\[")


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement | Span]:
    for number, line in enumerate(lines, offset + 1):
        if included := INCLUDE.match(line):
            yield Span(path=path, line=number, text=f"{included[1]} is included here and not read")
    yield from blocks.statements(path, rewritten(lines), offset)


def rewritten(lines: Sequence[str]) -> list[str]:
    """The lines as Markdown, as many as there were."""
    walk = _Walk(asciidoc_quotes.marked(asciidoc_unsaid.said(lines)))
    while len(walk.out) < len(lines):
        walk.out += walk.block(len(walk.out))
    return walk.out


class _Item(msgspec.Struct):
    """An open item of a list: its marker, its number, and the columns before its marker and before its words."""

    marker: str
    number: int
    before: int
    column: int


class _Walk:
    """Lines of AsciiDoc into lines of Markdown, block by block."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.out: list[str] = []
        self.attributes = dict(GIVEN)
        self.options = ""
        """What stands in brackets above the block at hand."""
        self.items: list[_Item] = []
        self.attached = False
        """Whether the block at hand belongs to the open item, as a ``+`` above it says."""
        self.frame = ""
        """Mark of the frame around blocks that belong to the open item."""

    def block(self, number: int) -> list[str]:
        """The lines that stand for what begins at ``number``, one or more."""
        line = self.lines[number].rstrip()
        if asciidoc_tables.MARK.match(line):
            self.items = []
            return asciidoc_tables.table(self.lines, number, self._options_above(number))
        if UNSAID.match(line):
            return [""] * _length(self.lines, number)
        if LISTING.match(line):
            self._unless_attached(number)
            block = _listing(self.lines, number, _language(self.options))
            self.options = ""
            return [f"{self._margin()}{each}" for each in block]
        if level := self._underlined(number):
            self.items = []
            return [f"{'#' * level} {marked(self._used(line))}", ""]
        options = OPTIONS.match(line)
        if options and not self.attached and not self._before(number):
            self.items = []  # attributes of a block end the list above it
        written = self._line(line, number)
        self.options = options["words"] if options else self.options if not line else ""
        return [written]

    def _line(self, line: str, number: int) -> str:
        attribute = ATTRIBUTE.match(line)
        if attribute:
            self.attributes[attribute[1].lower()] = (attribute[2] or "")[:200]
            return ""
        if line == "+":
            self.attached = bool(self.items)
            return ""
        if FENCE.match(line):
            if self.attached:
                self.frame = "" if line == self.frame else self.frame or line
            return ""
        if OPTIONS.match(line) or MACRO.match(line) or ANCHORED.match(line) or line.startswith("//"):
            return ""
        if RULE.match(line):
            self.items = []
            return "***"
        if not line:
            self.attached = self.frame != ""
            return ""
        line = self._used(line)
        title = TITLE.match(line)
        if title:
            self.items = []
            return f"{'#' * len(title[1])} {marked(title[2])}"
        defined = DEFINED.match(line)
        if defined:
            self.items = []
            return f"- **{marked(defined[1])}**: {marked(defined[2] or '')}".rstrip()
        marker = LIST.match(line)
        return self._item(marker, line) if marker else self._words(line, number)

    def _words(self, line: str, number: int) -> str:
        """A line of a paragraph, or the title right above a block."""
        self._unless_attached(number)
        line = ADMONITION.sub("", line)
        if BLOCK_TITLE.match(line):
            if self._captions_code(number):
                return ""  # the words above a listing are those that lead to it, not its caption
            return f"{self._margin()}###### {marked(line[1:])}"
        return f"{self._margin()}{marked(line.lstrip())}"

    def _used(self, line: str) -> str:
        """``line`` with the attributes of the document put in."""
        return USED.sub(lambda match: self.attributes.get(match[1].lower(), match[0]), line, count=MOST_USED)

    def _item(self, marker: re.Match[str], line: str) -> str:
        """An item: a marker that is open goes on with its list, another begins a list in the item."""
        self.attached = False
        self.frame = ""
        kind = marker[1] or marker[2] or marker[3] or "1"
        at = next((at for at, each in enumerate(self.items) if each.marker == kind), None)
        if at is None:
            at = len(self.items)
            start = START.search(self.options)
            self.items.append(_Item(kind, int(start[1]) - 1 if start else 0, len(self._margin()), 0))
        del self.items[at + 1 :]
        item = self.items[at]
        item.number = int(marker[4].rstrip(".")) if marker[4] else item.number + 1
        mark = f"{item.number}." if marker[2] or marker[4] else "-"
        item.column = item.before + len(mark) + 1
        return f"{' ' * item.before}{mark} {marked(line[marker.end() :])}"

    def _unless_attached(self, number: int) -> None:
        """End the lists at a block that stands for itself."""
        if self.items and not self.attached and not self._before(number):
            self.items = []

    def _captions_code(self, number: int) -> bool:
        following = self.lines[number + 1 : number + 4]
        block = next((line.rstrip() for line in following if not OPTIONS.match(line.rstrip())), "")
        return bool(LISTING.match(block))

    def _before(self, number: int) -> str:
        return self.lines[number - 1].strip() if number else ""

    def _options_above(self, number: int) -> str:
        """What stands in brackets above a block, its title and its name between."""
        found: list[str] = []
        for line in reversed(self.lines[max(0, number - MOST_ABOVE) : number]):
            options = OPTIONS.match(line.rstrip())
            if not (options or BLOCK_TITLE.match(line) or ANCHORED.match(line.rstrip())):
                break
            found += [options["words"]] if options else []
        return " ".join(found)

    def _margin(self) -> str:
        return " " * self.items[-1].column if self.items else ""

    def _underlined(self, number: int) -> int:
        """Level of the title on a line, told by the line below it, which is as long as the title; 0 for none."""
        title = self.lines[number].rstrip()
        below = self.lines[number + 1].rstrip() if number + 1 < len(self.lines) else ""
        if not UNDERLINE.match(below) or abs(len(title) - len(below)) > 1 or not re.match(r"[^\W_]", title):
            return 0
        before = self._before(number)
        alone = not before or OPTIONS.match(before) or ATTRIBUTE.match(before) or before.startswith("//")
        return UNDERLINES.index(below[0]) + 1 if alone else 0


def _language(words: str) -> str:
    parts = [each.strip() for each in words.split(",")]
    return parts[1].lower() if len(parts) > 1 and parts[0] in {"source", ""} else ""


def _length(lines: Sequence[str], start: int) -> int:
    """Lines of the block whose mark stands at ``start``; it ends with the document where nothing ends it."""
    mark = lines[start].rstrip()
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == mark), len(lines) - 1)
    return end - start + 1


def _listing(lines: Sequence[str], start: int, language: str) -> list[str]:
    """A block of code, its marks written as fences; it ends with the document where nothing ends it."""
    mark = lines[start].rstrip()
    out = [f"~~~~~~ {language}".rstrip()]
    for line in lines[start + 1 :]:
        if line.rstrip() == mark:
            return [*out, "~~~~~~"]
        out.append("" if line.startswith("~~~~~~") else line)
    return out


def _sniffed(lines: Sequence[str]) -> bool:
    """Whether titles are marked with ``=`` and nothing is marked as Markdown marks it."""
    titles = sum(bool(TITLE.match(line)) for line in lines)
    other = any(line.startswith(("# ", "## ", "```")) or "](" in line for line in lines)
    return titles >= 2 and not other


MARKUP = Markup(name="asciidoc", statements=_statements, suffixes=(".adoc", ".asciidoc"), sniff=_sniffed)
