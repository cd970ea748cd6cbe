"""What we say of a promise: its standing, why, and the next step. A *kept* without proof cannot be built."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Final

import msgspec

from troth.terms.answer import Fact, Gap
from troth.terms.commitment import Commitment
from troth.terms.span import Span


class Standing(enum.StrEnum):
    """How a promise stands (VERDICTS §1)."""

    KEPT = "kept"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    UNPROVEN = "unproven"
    NOTED = "noted"


DOCUMENTS_DISAGREE: Final = "documents-disagree"
"""The rule of a finding that two documents say different things of one matter."""
CONTRADICTS_ITSELF: Final = "contradicts-itself"
"""The same of places that all stand in one document."""
CONTRADICTIONS: Final = frozenset({DOCUMENTS_DISAGREE, CONTRADICTS_ITSELF})
"""Rules of which people have to say what holds."""
SAID_OTHERWISE: Final = "the project says otherwise elsewhere"
"""Why a promise that is kept by its text alone is at risk."""

WORST_FIRST = (Standing.BROKEN, Standing.AT_RISK, Standing.UNPROVEN, Standing.KEPT, Standing.NOTED)


def worst(standings: Iterable[Standing]) -> Standing:
    """Return the worst of ``standings``; *noted* when there are none."""
    return min(standings, key=WORST_FIRST.index, default=Standing.NOTED)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What mends or proves it: words, and a command where one exists."""

    text: str
    command: str = ""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment, its standing, and the reason in one sentence.

    ``settles`` names for *unproven* what would settle it: "desk", "people",
    "tool run", "repository", "hosted", "later".
    ``control`` is the name of the control that judged.

    Raises:
        ValueError: *kept* or *at risk* or *broken* without a fact, *kept* with a weakness as only fact,
            or a standing other than *kept* and *noted* without a reason.
    """

    commitment: Commitment
    standing: Standing
    reason: str
    because: tuple[Fact, ...] = ()
    gaps: tuple[Gap, ...] = ()
    next: Step | None = None
    settles: str = ""
    control: str = ""

    def __post_init__(self) -> None:
        proof = [fact for fact in self.because if not fact.weakness]
        if self.standing is Standing.KEPT and not proof:
            raise ValueError("a promise is not kept without a fact that proves it")
        if self.standing in (Standing.AT_RISK, Standing.BROKEN) and not self.because:
            raise ValueError(f"{self.standing} needs the fact that shows it")
        if not self.reason:
            raise ValueError("a verdict gives its reason")


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Something wrong that hangs on no promise: a dead key, a dead link, a near miss (VERDICTS §4).

    ``also`` are the other places that it takes to see it: those that say otherwise. ``accepted``: the baseline holds
    it, so that it is told and fails nothing.
    """

    rule: str
    span: Span
    text: str
    also: tuple[Span, ...] = ()
    accepted: bool = False
