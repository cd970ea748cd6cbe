"""Two checks side by side: what changed in the promises, and in how they stand."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.result import Judged, Result
from troth.terms.verdict import Finding

Turn = Literal["new", "gone", "changed", "better", "worse", "same"]
"""How one promise changed: said anew, said no more, said otherwise; or said as before and standing better, worse, or
as before."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One promise before and after; ``before`` is None where it is new, ``after`` where it is gone.

    ``differs`` are the fields that were said otherwise, as (name, before, after), in words.
    """

    turn: Turn
    before: Judged | None = None
    after: Judged | None = None
    differs: tuple[tuple[str, str, str], ...] = ()


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, in the order of the newer document, gone ones last.

    ``since`` is how the older one was asked for ("main", "a commit", "the baseline").
    """

    since: str
    before: Result
    after: Result
    changes: tuple[Change, ...]
    new_findings: tuple[Finding, ...] = ()
    gone_findings: tuple[Finding, ...] = ()
