"""Reads of cases. The first argument is the organisation, or an object of it. ``outside`` reads leave notes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from troth_desk.cases import agreement, machine
from troth_desk.cases.links import digest_of_link
from troth_desk.cases.machine import Move, Standing
from troth_desk.cases.models import (
    Alarm,
    Case,
    Duty,
    DutyKind,
    DutyState,
    Embargo,
    EmbargoState,
    Participant,
    State,
)
from troth_desk.cases.policy_stages import PolicyStage, policy_stages
from troth_desk.cases.stages import Stage, stages
from troth_desk.cases.states import SETTLED, UNSETTLED
from troth_desk.cases.timeline import Item, timeline
from troth_desk.tenants.models import Organisation, Project

__all__ = ("Item", "PolicyStage", "Stage", "policy_stages", "stages", "timeline")

FILTERS = ("state", "severity", "owner", "project", "held", "open", "text", "origin")
"""What a list of cases can be narrowed by, as names in addresses."""
UNREAD = ("description", "steps", "impact", "suggested_fix", "answers")
"""The long texts of a report: no list shows them."""
LONGEST_NUMBER = 19
"""Digits that no number of a row has."""


def cases(organisation: Organisation, filters: Mapping[str, str] | None = None) -> QuerySet[Case]:
    """The cases of ``organisation``, the newest first, narrowed by ``filters``; names that mean nothing are ignored.

    A state, severity, project, origin or owner that there is not has no cases; the severity "unrated" is that of none.
    "open" is "yes" or "no", "held" "yes", "no" or a reason, "owner" the number of a member or "nobody" ("me" is for the
    caller to translate); "text" is looked for in title and reference.
    """
    found = Case.objects.filter(organisation=organisation).select_related(
        "project__organisation", "owner__user", "policy", "duplicate_of"
    )
    for name, value in (filters or {}).items():
        if name in FILTERS and value:
            found = found.filter(_narrowed(name, value.replace("\0", "\ufffd").strip()))
    return found


def page(found: QuerySet[Case], start: int, number: int) -> list[Case]:
    """``number`` cases of ``found`` from ``start`` on, in its order.

    Numbers first and their rows after: an index has all that lists are ordered and narrowed by, so that what stands
    before the page costs no look at a report.
    """
    wanted = list(found.select_related(None).values_list("pk", flat=True)[start : start + number])
    rows = found.order_by().in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def behind(found: QuerySet[Case], case: Case) -> QuerySet[Case]:
    """Those of ``found`` that stand behind ``case`` where the newest are first."""
    earlier = Q(received_at=case.received_at, pk__lt=case.pk) | Q(received_at__lt=case.received_at)
    return found.filter(earlier, received_at__lte=case.received_at)


def _narrowed(name: str, value: str) -> Q:
    if name == "open":
        return {"yes": Q(state__in=sorted(UNSETTLED)), "no": Q(state__in=sorted(SETTLED))}.get(value, Q())
    if name == "held":
        return {"yes": ~Q(held=""), "no": Q(held="")}.get(value, Q(held=value))
    if name == "owner":
        return _owned_by(value)
    if name == "project":
        return Q(project__slug=value)
    if name == "text":
        return Q(found_by__contains=value.casefold())
    if name == "severity" and value == "unrated":
        return Q(severity="")
    return Q(**{name: value})


def _owned_by(value: str) -> Q:
    if value == "nobody":
        return Q(owner__isnull=True)
    if not (value.isascii() and value.isdigit()):
        return Q()
    return Q(owner_id=int(value)) if len(value) < LONGEST_NUMBER else Q(pk__in=())


def case(organisation: Organisation, reference: str) -> Case | None:
    """The case of that reference; None where this organisation has none."""
    if "\0" in reference:  # no text of PostgreSQL holds it, and it takes no question with it either
        return None
    return cases(organisation).filter(reference=reference).first()


def queue(organisation: Organisation) -> QuerySet[Case]:
    """The triage queue: held reports, the oldest first."""
    return cases(organisation, {"held": "yes"}).select_related("resembles").order_by("received_at", "id")


def participant_of_link(organisation: Organisation, token: str) -> Participant | None:
    """Who holds the link of ``token``; None for a wrong one and for one of somebody who has left."""
    found = Participant.objects.filter(
        organisation=organisation, link_digest=digest_of_link(token), left_at__isnull=True
    )
    return found.select_related("case__project__organisation", "case__policy").first()


def participants(case: Case) -> QuerySet[Participant]:
    """Everybody from outside who takes part, or did."""
    return Participant.objects.filter(organisation_id=case.organisation_id, case=case)


def standing(case: Case, at: datetime) -> Standing:
    """What of ``case`` decides over its moves at ``at``."""
    held = embargo(case)
    until = held.until if held and embargo_binds(held, at) else None
    return Standing(
        state=State(case.state),
        held=bool(case.held),
        embargo_until=until,
        open_actions=tuple(f"line {one.line}: {one.words}" for one in duties(case).filter(state=DutyState.OPEN)),
    )


def legal_moves(case: Case, at: datetime | None = None) -> list[Move]:
    """The moves that are open to ``case``; without ``at`` an embargo counts as long as nobody has ended it."""
    return machine.legal(standing(case, at or case.changed_at))


def blocked_moves(case: Case, at: datetime) -> list[tuple[Move, str]]:
    """The moves that something stands in the way of, each with the sentence that says what."""
    return machine.blocked(standing(case, at))


def embargo(case: Case) -> Embargo | None:
    """The embargo of ``case``; None where there was never one."""
    return Embargo.objects.filter(organisation_id=case.organisation_id, case=case).first()


def embargo_binds(held: Embargo, at: datetime) -> bool:
    """Whether silence is owed at ``at``, whether or not a job has written down that it is over."""
    return agreement.binds(agreement.Terms(EmbargoState(held.state), held.until, held.proposed_until), at)


def duties(case: Case) -> QuerySet[Duty]:
    """What the policy promises for the severities that the case was rated, in order; actions and communications."""
    return Duty.objects.filter(organisation_id=case.organisation_id, case=case)


def open_duties(organisation: Organisation) -> QuerySet[Duty]:
    """Promised things that nobody has ticked, of all cases, the oldest first."""
    found = Duty.objects.filter(organisation=organisation, state=DutyState.OPEN)
    return found.select_related("case__project").order_by("at", "id")


@dataclass(frozen=True, slots=True)
class Collected:
    """The cases that a promised report of a period is to tell of. ``ends`` is the last day of the period."""

    ends: str
    words: str
    document: str
    line: int
    duties: tuple[Duty, ...]


def collected(project: Project) -> list[Collected]:
    """What waits for the promised reports of ``project`` ("Quarterly security reports"), the next one first."""
    found = Duty.objects.filter(
        organisation_id=project.organisation_id,
        case__project=project,
        kind=DutyKind.COMMUNICATION,
        state=DutyState.OPEN,
        collected_for__isnull=False,
    ).select_related("case")
    periods: dict[tuple[str, str, str, int], list[Duty]] = {}
    for duty in found.order_by("collected_for", "line", "id"):
        periods.setdefault((str(duty.collected_for), duty.words, duty.document, duty.line), []).append(duty)
    return [Collected(*key, tuple(duties)) for key, duties in periods.items()]


def alarms(organisation: Organisation) -> QuerySet[Alarm]:
    """Alarms that nobody has taken, the oldest first."""
    found = Alarm.objects.filter(organisation=organisation, taken_at__isnull=True)
    return found.select_related("case__project").order_by("raised_at", "id")
