"""What one need comes to: a standing with its reason and facts, before the verdict is made of it."""

from __future__ import annotations

import msgspec

from troth.terms.answer import Fact, Gap
from troth.terms.verdict import Standing, Step

_BEST_FIRST = (Standing.KEPT, Standing.AT_RISK, Standing.UNPROVEN, Standing.BROKEN)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """``weight`` counts the weaknesses, so that of two invocations at risk the sounder one speaks."""

    standing: Standing
    reason: str
    because: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()
    next: Step | None = None
    settles: str = ""
    weight: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """Order in which invocations are preferred: one good invocation suffices."""
        return _BEST_FIRST.index(self.standing), self.weight
