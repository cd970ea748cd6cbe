"""What the reader saw: statements of a document, the commitments in them, and what it did not understand."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.commitment import Commitment
from troth.terms.span import Span


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, bullet, table row, heading or code line, with the headings above it.

    ``lead`` is the sentence that introduces the list or block it stands in ("Every pull request runs:").
    ``cells`` maps column headers to values for a table row. ``language`` is the info string of a code block.
    """

    form: Literal["sentence", "bullet", "row", "code", "heading"]
    span: Span
    text: str
    heading: tuple[str, ...] = ()
    lead: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    language: str = ""
    depth: int = 0
    ordinal: int | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document says. ``unread`` looked like a promise and was not understood."""

    document: str
    commitments: tuple[Commitment, ...]
    unread: tuple[Span, ...]
    statements: int
