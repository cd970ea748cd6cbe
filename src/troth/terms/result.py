"""What one check found: the verdicts under their ids, the findings beside them, and what stayed out of sight."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec

from troth.terms.statement import Reading
from troth.terms.verdict import Finding, Standing, Verdict


class NotSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the project that this check could not look at, in words; ``paths`` names it where it has names."""

    text: str
    paths: tuple[str, ...] = ()


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict under the readable id of its commitment.

    ``accepted``: the baseline holds it as it stands, so that it is told and fails nothing. ``known`` counts facts
    against it that the baseline holds, where others have come; these stand first among its facts.
    """

    id: str
    verdict: Verdict
    accepted: bool = False
    known: int = 0


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The baseline that a check was held against: its day, and the ids of promises that stand better by now."""

    on: date
    better: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one tree. ``root`` is the name of its folder, ``commit`` is empty outside of git.

    ``baseline`` is what it was held against, None where there is none. ``started`` names the promised tools that were
    run for this check.
    """

    root: str
    commit: str
    at: date
    readings: tuple[Reading, ...]
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    baseline: Held | None = None
    started: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[Judged, ...]:
        """What the baseline holds as it stands."""
        return tuple(judged for judged in self.judged if judged.accepted)

    @property
    def speaking(self) -> Result:
        """The same without what the baseline accepts: what a check fails by."""
        return msgspec.structs.replace(
            self,
            judged=tuple(judged for judged in self.judged if not judged.accepted),
            findings=tuple(finding for finding in self.findings if not finding.accepted),
        )

    def counts(self) -> dict[Standing, int]:
        """How many verdicts have each standing; every standing is a key."""
        counted = Counter(judged.verdict.standing for judged in self.judged)
        return {standing: counted[standing] for standing in Standing}

    def of(self, standing: Standing) -> tuple[Judged, ...]:
        """The verdicts with ``standing``, by document and line."""
        order = {reading.document: place for place, reading in enumerate(self.readings)}
        chosen = [judged for judged in self.judged if judged.verdict.standing is standing]
        return tuple(sorted(chosen, key=lambda judged: _place(judged, order)))


def _place(judged: Judged, order: dict[str, int]) -> tuple[int, int]:
    span = judged.verdict.commitment.span
    return order.get(span.path, len(order)), span.line or 0
