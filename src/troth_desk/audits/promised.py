"""How often does a policy promise that tools run? Its shortest rhythm; a week where it names none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from troth.controls.recurrence import promised_days
from troth.terms.commitment import Commitment, Recurrence
from troth.terms.promised import promised
from troth_desk.policies import queries as policies
from troth_desk.tenants.models import Project

USUAL = 7
"""Days between two audits where tools are promised and no rhythm is: the rhythm that policies promise most."""
SHORTEST, LONGEST = 1, 90
"""Days between two audits at the least and at the most, whatever is promised: results of a quarter tell little."""
EARLY = 6 / 7
"""The part of a period after which the next audit is due: what fails can be tried again before the period ends."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``days`` is how often, ``by`` the promises that say so; none of them where it is the usual rhythm."""

    days: int
    by: tuple[Commitment, ...] = ()

    @property
    def due_after(self) -> timedelta:
        """How long after an audit the next one is due."""
        return timedelta(days=self.days) * EARLY


def rhythm(project: Project) -> Rhythm | None:
    """How often ``project`` is to be audited by its policy as it stands; None where no tool can prove any promise."""
    version = policies.current_version(project)
    if version is None:
        return None
    given = list(policies.commitments(version).values())
    found = [(days, one) for one in given if (days := _days(one))]
    if found:
        shortest = min(days for days, _ in found)
        days = max(SHORTEST, min(LONGEST, int(shortest)))
        return Rhythm(days, tuple(one for each, one in found if each == shortest))
    said = promised(given)
    return Rhythm(USUAL) if said.tools or said.work else None


def _days(one: Commitment) -> float:
    if not isinstance(one, Recurrence) or one.silenced or one.strength in ("discretion", "refusal"):
        return 0.0
    return promised_days(one) or 0.0
