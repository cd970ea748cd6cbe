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

    ``accepted``: the baseline holds it as it stands, so that it is told and fails nothing.
    """

    id: str
    verdict: Verdict
    accepted: bool = False


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one tree. ``root`` is the name of its folder, ``commit`` is empty outside of git."""

    root: str
    commit: str
    at: date
    readings: tuple[Reading, ...]
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()

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
