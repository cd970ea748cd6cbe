"""A document's text into statements."""

from __future__ import annotations

import re

import msgspec

from troth.policy.answers import answered
from troth.policy.markup import markup_of
from troth.terms.lines import LONGEST_LINE, body, capped, split
from troth.terms.span import Span
from troth.terms.statement import Statement

UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060))
"""Characters that say only where a line may end, or may not: soft hyphens, blanks without width, joiners of words."""

LEADERS = re.compile(r"(?<=[\w)])[ \t]{0,3}\.{4,}[ \t]{0,3}(?=\w)")
"""Dots that lead from a name to its value, as in a table of contents: "first reply ...... 2 days"."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Statements of one document; ``lines`` counts its lines, ``unread`` cites where reading stopped.

    ``markup`` is the name of what it is written in.
    """

    path: str
    statements: tuple[Statement, ...]
    lines: int
    unread: tuple[Span, ...] = ()
    markup: str = "markdown"


def parse(path: str, text: str) -> Document:
    """Read ``text`` into statements; bounded in time and memory whatever it holds."""
    lines = split(text if text.isascii() else text.translate(UNSEEN))
    end = capped(lines)
    start = body(lines)
    inner = [LEADERS.sub(": ", each) if "...." in each else each for each in lines[start:end]]
    markup = markup_of(path, inner)
    found = tuple(answered(markup.statements(path, inner, start)))
    rest = [
        Span(path=path, line=number, text="the line is too long and is not read to its end")
        for number, line in enumerate(lines[:end], 1)
        if len(line) >= LONGEST_LINE
    ]
    if end < len(lines):
        rest.append(Span(path=path, line=end + 1, text="the document is too long and is not read from here on"))
    return Document(
        path=path,
        statements=tuple(each for each in found if isinstance(each, Statement)),
        lines=len(lines),
        markup=markup.name,
        unread=(*(each for each in found if isinstance(each, Span)), *rest),
    )
