"""Which times does the policy promise for a finding? Their clocks start, and give way to stricter ones.

The rules, in the words of ``docs/desk/findings.md``:

- The time for a fix counts for a known weakness of a dependency from when the desk hears of it, and for a warning about
  one's own code from when a person says that it is to be fixed: until then it is a guess of a tool.
- A promise that names severities counts for these; a severity that nobody knows arms only promises that name none.
- A promise about reports ("within 90 days of the report") is none about findings.
- The time to respond that stands beside a promised action ("Response time: 24 hours. Action: immediate patch") counts
  as for cases; it is met by saying what was done, or by the fix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from troth.terms.commitment import Deadline
from troth_desk.cases import scoring
from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines.models import Clock
from troth_desk.findings.models import Finding
from troth_desk.ledger.actions import take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.policies import queries as policies
from troth_desk.policies.models import Promise
from troth_desk.policies.responses import Response, responses
from troth_desk.tenants import rounds
from troth_desk.tenants.models import Organisation, Project

FIX = "fix"
RESPOND = "respond"
ROUND = "findings.jobs.owe"
"""The round that starts the clocks that an import left waiting."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that counts for a finding, and by which action its clock is met."""

    promise: Promise
    action: str


class Promised:
    """What the policy of ``project`` promises for findings now; read once, asked often."""

    def __init__(self, project: Project) -> None:
        version = policies.current_version(project)
        self.responses: dict[str, Response] = responses(version) if version else {}
        self._bands = policies.bands(version) if version else []
        responding = {one.pk for response in self.responses.values() for one in response.responding}
        whole = policies.commitments(version) if version else {}
        self._fixes = [
            one
            for one in (deadlines.owed_in_time(version, FIX) if version else ())
            if one.binding
            and one.kind == "deadline"
            and one.pk not in responding
            and not _of_reports(whole.get(one.commitment))
        ]

    @property
    def anything(self) -> bool:
        """Whether a time is promised for any severity."""
        return bool(self._fixes) or any(each.responding for each in self.responses.values())

    def severity(self, finding: Finding) -> str:
        """Its severity by the policy's own bands where its score is known, else as the tool says it."""
        if finding.score is None:
            return finding.severity
        return scoring.banded(finding.score, self._bands).severity

    def owed(self, finding: Finding) -> list[Owed]:
        """What counts for ``finding``."""
        severity = self.severity(finding)
        found = [Owed(one, FIX) for one in self._fixes if not one.severities or severity in one.severities]
        response = self.responses.get(severity)
        responding = response.responding if response else ()
        return [*found, *(Owed(one, RESPOND) for one in responding if deadlines.has_length(one))]


def _of_reports(commitment: object) -> bool:
    from troth.controls.patched_in_time import speaks_of_reports

    return isinstance(commitment, Deadline) and speaks_of_reports(commitment)


def settle(organisation: Organisation, *, by: Actor, at: datetime, most: int) -> int:
    """Start the clocks of up to ``most`` findings that wait for them; how many findings. The rest wakes the round."""
    take_turn(organisation.pk)
    waiting = Finding.objects.filter(organisation=organisation, owes=True)
    chosen = list(waiting.select_related("project__organisation").order_by("pk")[: most + 1])
    promised: dict[int, Promised] = {}
    for finding in chosen[:most]:
        project = finding.project
        if project.pk not in promised:
            promised[project.pk] = Promised(project)
        if finding.live:
            arm(finding, promised[project.pk], by=by, at=at)
    waiting.filter(pk__in=[one.pk for one in chosen[:most]]).update(owes=False)
    if len(chosen) > most:
        rounds.wake(organisation, ROUND)
    return len(chosen[:most])


def arm(finding: Finding, promised: Promised, *, by: Actor, at: datetime) -> list[Clock]:
    """Start what is owed for ``finding``, from ``counts_from`` on.

    Neither a decision that was taken back nor a fix that did not hold gives new time. What was done at once is not
    asked for again.
    """
    if finding.counts_from is None:
        return []
    subject, severity = finding.subject, promised.severity(finding)
    organisation = finding.project.organisation
    ran = Clock.objects.filter(organisation=organisation, subject=subject, started_at__gte=finding.counts_from)
    met = set(ran.filter(state="met", action=RESPOND).values_list("promise_id", flat=True))
    started = deadlines.tighten(organisation, subject, severity, by=by, at=at, leave=_responding(promised))
    for owed in promised.owed(finding):
        if owed.promise.pk in met:
            continue
        started.append(
            deadlines.arm(
                owed.promise,
                finding.project,
                subject,
                started_at=finding.counts_from,
                by=by,
                at=at,
                severity=severity if owed.promise.severities else "",
                action=owed.action,
            )
        )
    return started


def _responding(promised: Promised) -> Sequence[int]:
    return [one.pk for each in promised.responses.values() for one in each.responding]
