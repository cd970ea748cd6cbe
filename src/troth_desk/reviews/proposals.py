"""What a policy says comes round, as obligations that a team can take on: from the promises of any policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from troth.report import words
from troth.terms.commitment import Recurrence
from troth.terms.time.period import by_calendar
from troth_desk.policies import queries as policies
from troth_desk.policies import reading
from troth_desk.policies.models import Promise
from troth_desk.reviews import kinds, periods
from troth_desk.reviews.models import Obligation
from troth_desk.scans import queries as scans
from troth_desk.tenants.models import Project


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a promise would be as an obligation. ``kept``: its rhythm is one that a calendar can keep.

    ``by_machine``: results of audits can fulfil it by themselves.
    """

    promise: Promise
    kind: str
    title: str
    every: str
    kept: bool
    by_machine: bool

    @property
    def noun(self) -> str:
        """Its kind in words."""
        return kinds.kind(self.kind).noun


def of_promise(promise: Promise) -> Proposal | None:
    """The proposal that ``promise`` makes; None where it binds to nothing that comes round for the team."""
    if promise.kind != "recurrence" or not promise.binding:
        return None
    commitment = reading.commitment_of(promise.whole)
    if not isinstance(commitment, Recurrence) or commitment.silenced or commitment.condition:
        return None
    kind = kinds.of(commitment)
    if kind is None:
        return None
    from troth.controls.recurrence import promised_days

    rhythm = rhythm_of(promise)
    return Proposal(
        promise=promise,
        kind=kind,
        title=_title(commitment, kind),
        every=rhythm,
        kept=bool(rhythm) and periods.keeps(rhythm),
        by_machine=kind == "scan" and promised_days(commitment) is not None,
    )


def rhythm_of(promise: Promise) -> str:
    """How often ``promise`` comes round by the calendar: 10 business days are two weeks."""
    return by_calendar(promise.every, "business" if promise.basis == "business" else "calendar")


def proposals(project: Project) -> list[Proposal]:
    """What the policy of ``project`` says comes round and is not taken on yet, in the order of its documents."""
    version = policies.current_version(project)
    if version is None:
        return []
    known = taken(project)
    said = policies.promises(version, "recurrence").filter(binding=True).select_related("version").order_by("ordinal")
    found = (of_promise(promise) for promise in said if promise.commitment not in known)
    return [proposal for proposal in found if proposal is not None]


def taken(project: Project) -> dict[str, Obligation]:
    """The obligations of ``project`` that go on, by what their promise is called now."""
    names = policies.names_now(project)
    mine = Obligation.objects.filter(organisation_id=project.organisation_id, project=project, ended_at=None)
    found: dict[str, Obligation] = {}
    for obligation in mine.exclude(promise=None).select_related("promise__version", "project__organisation"):
        promise = obligation.promise
        if promise is not None:
            name = names.get((promise.version.number, promise.commitment), promise.commitment)
            found.setdefault(name, obligation)
    return found


def comes_in(proposal: Proposal, project: Project, at: datetime) -> bool:
    """Whether results have come to the desk that can fulfil ``proposal`` by themselves."""
    from troth.controls.recurrence import able

    commitment = reading.commitment_of(proposal.promise.whole)
    return isinstance(commitment, Recurrence) and bool(able(commitment, scans.audit_records(project, at)))


def _title(commitment: Recurrence, kind: str) -> str:
    """The promise in a few words, without its rhythm, which stands beside it."""
    noun = kinds.kind(kind).noun
    said = words.promise(commitment) if kind == "other" else ""
    title = said or _of(noun, "" if kind == "dependency_review" else commitment.subject)
    if commitment.tools:
        title = f"{title} with {', '.join(commitment.tools)}"
    return title[:1].upper() + title[1:]


def _of(noun: str, subject: str) -> str:
    """What is done to ``subject``: "dependency updates", "updates of dependencies", "audit of the tokens"."""
    if not subject:
        return noun
    return f"{subject} {noun}" if noun.endswith("s") and not subject.endswith("s") else f"{noun} of {subject}"
