"""A document's text into statements."""

from __future__ import annotations

import msgspec

from troth.policy import blocks
from troth.policy.lines import body, capped, split
from troth.terms.span import Span
from troth.terms.statement import Statement


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Statements of one document; ``lines`` counts its lines, ``unread`` cites where reading stopped."""

    path: str
    statements: tuple[Statement, ...]
    lines: int
    unread: tuple[Span, ...] = ()


def parse(path: str, text: str) -> Document:
    """Read ``text`` into statements; bounded in time and memory whatever it holds."""
    lines = split(text)
    end = capped(lines)
    start = body(lines)
    found = tuple(blocks.statements(path, lines[start:end], start))
    rest = (
        ()
        if end == len(lines)
        else (Span(path=path, line=end + 1, text="the document is not read from here on: too long"),)
    )
    return Document(path=path, statements=found, lines=len(lines), unread=rest)
