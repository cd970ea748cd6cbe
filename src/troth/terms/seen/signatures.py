"""Objects of git that may be signed: tags and commits."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.terms.span import Span


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A tag or commit, and whether it carries a signature; whose that is, and whether it holds, is not looked at.

    ``merge`` marks a commit with several parents. ``at`` is when it was made (UTC).
    """

    name: str
    span: Span
    at: datetime
    signed: bool
    merge: bool = False
