"""What the reader saw: statements of a document, the commitments in them, and what it did not understand."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

import msgspec

from troth.terms.commitment import Commitment
from troth.terms.source import Role
from troth.terms.span import SENTENCE, Span, excerpt


class Target(msgspec.Struct, frozen=True):
    """A link of a statement: ``start`` is the offset of its label in the text."""

    start: int
    label: str
    url: str


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, bullet, table row, heading or code line, with the headings above it.

    ``lead`` is the sentence that introduces the list or block it stands in ("Every pull request runs:").
    ``quoted`` is the sentence that introduces the quotation it stands in, "" where there is none. ``cells`` maps column
    headers to values for a table row. ``language`` is the info string of a code block and ``block`` the first line of
    that block. ``breaks`` are the offsets of ``text`` at which each further source line starts. ``boxed`` is whether a
    bullet has a box before it, ``ticked`` whether that is ticked: "- [x] Logs are kept".
    ``bold`` is how many of its first characters were set in bold. ``paragraph`` is the line where the run of sentences
    begins of which it is one: where its author breaks lines says nothing. ``said`` are the words of the document where
    ``text`` tells them otherwise, as an answer with its question; "" where they are the same.
    """

    form: Literal["sentence", "bullet", "row", "code", "heading"]
    span: Span
    text: str
    heading: tuple[str, ...] = ()
    lead: str = ""
    quoted: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    language: str = ""
    depth: int = 0
    ordinal: int | None = None
    breaks: tuple[int, ...] = ()
    links: tuple[Target, ...] = ()
    block: int = 0
    ticked: bool = False
    boxed: bool = False
    bold: int = 0
    paragraph: int = 0
    said: str = ""

    @property
    def lines(self) -> range:
        """Numbers of the source lines that it stands on."""
        first = self.span.line or 1
        return range(first, max(first + len(self.breaks), self.span.end_line or first) + 1)

    def at(self, offset: int) -> Span:
        """The source line that holds ``offset`` of the text, with the statement's words, whole."""
        line = (self.span.line or 1) + bisect_right(self.breaks, offset)
        return Span(
            path=self.span.path, line=line, text=excerpt(self.said or self.text, SENTENCE), end_line=self.span.end_line
        )


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document says. ``unread`` looked like a promise and was not understood.

    ``role``, ``cited``, ``origin`` and ``mentioned`` are those of its source: why the document is read, and what it
    links to that is not.
    ``cut`` are those of ``unread`` where reading stopped; their text tells why. ``text`` is the document itself,
    ``markup`` what it is written in: "markdown", "html", "restructuredtext", "asciidoc", "text" or "security.txt".
    """

    document: str
    commitments: tuple[Commitment, ...]
    unread: tuple[Span, ...]
    statements: int
    role: Role = "policy"
    cited: Span | None = None
    origin: str = ""
    mentioned: tuple[str, ...] = ()
    cut: tuple[Span, ...] = ()
    text: str = ""
    markup: str = "markdown"
