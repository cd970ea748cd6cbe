"""What time does: a period ends undone and is missed, the next one begins; results of audits fulfil what is theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from troth.terms.commitment import Recurrence
from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.policies import queries as policies
from troth_desk.policies import reading
from troth_desk.reviews import periods, proposals
from troth_desk.reviews.actions.doing import Given, do
from troth_desk.reviews.actions.opening import open_occasion, promise_now
from troth_desk.reviews.actions.taking import take_over
from troth_desk.reviews.models import Occasion, OccasionState, ReviewSettings
from troth_desk.reviews.periods import Period
from troth_desk.scans import queries as scans
from troth_desk.scans.models import Kind, Scan
from troth_desk.tenants.models import Organisation, Project

AT_ONCE = 200
"""Occasions that one round closes; what is left is the next round's."""
MISSED = "its period is over, and it was not done"


def turn(organisation: Organisation, at: datetime) -> int:
    """Every period that is over and was not done is missed, and the next one begins; how many.

    After a long standstill each period that passed is missed by itself: nothing of it is left out. What is due once
    stays open, overdue, until it is done.
    """
    closed = 0
    while closed < AT_ONCE:
        over = Occasion.objects.filter(organisation=organisation, state=OccasionState.OPEN, due_at__lt=at)
        found = over.filter(obligation__once=False).select_related(
            "obligation__project__organisation", "obligation__promise__version"
        )
        occasion = found.order_by("due_at", "id").first()
        if occasion is None:
            break
        closed += _missed(occasion, at)
    return closed


def _missed(occasion: Occasion, at: datetime) -> bool:
    """Close one; False where somebody else was faster."""
    obligation = occasion.obligation
    with transaction.atomic():
        take_turn(occasion.organisation_id)
        mine = Occasion.objects.filter(organisation_id=occasion.organisation_id, pk=occasion.pk)
        if not mine.filter(state=OccasionState.OPEN).update(state=OccasionState.MISSED):
            return False
        deadlines.stop(obligation.project.organisation, obligation.subject, MISSED, by=SYSTEM, at=at)
        detail: dict[str, Plain] = {"occasion": occasion.pk}
        record(occasion.organisation_id, "review.missed", obligation.subject, detail, by=SYSTEM, at=at)
        if occasion.due_at is not None:
            before = Period(occasion.starts_at, occasion.due_at)
            zone = obligation.project.organisation.zone
            open_occasion(obligation, periods.following(obligation.every, before, zone), by=SYSTEM, at=at)
    return True


def by_results(organisation: Organisation, at: datetime) -> int:
    """Results that came in time fulfil the open occasions of what machines do; how many were fulfilled."""
    found = Occasion.objects.filter(
        organisation=organisation, state=OccasionState.OPEN, obligation__by_machine=True, starts_at__lte=at
    )
    waiting = found.select_related("obligation__project__organisation", "obligation__promise__version")
    return sum(_fulfilled(occasion, at) for occasion in waiting.order_by("due_at", "id"))


def _fulfilled(occasion: Occasion, at: datetime) -> bool:
    obligation = occasion.obligation
    promise = promise_now(obligation) or obligation.promise
    commitment = reading.commitment_of(promise.whole) if promise is not None else None
    if not isinstance(commitment, Recurrence) or occasion.due_at is None:
        return False
    came = scans.scans(obligation.project).filter(kind=Kind.AUDIT, received_at__gte=occasion.starts_at)
    if not came.exists():
        return False
    from troth.controls.recurrence import able

    zone = ZoneInfo(obligation.project.organisation.zone)
    first, last = (each.astimezone(zone).date() for each in (occasion.starts_at, occasion.due_at))
    records = able(commitment, scans.audit_records(obligation.project, at))
    ran = {one.tool: [day for day in one.days if first <= day <= last] for one in records}
    if not any(ran.values()) or (commitment.tools and not all(ran.get(tool) for tool in commitment.tools)):
        return False
    day = max(days[0] for days in ran.values() if days)
    shown = _results(obligation.project, first, last, {tool for tool, days in ran.items() if days}, at)
    if not shown:
        return False
    done_at = min(max(datetime.combine(day, time(12), zone).astimezone(UTC), occasion.starts_at), at)
    words = f"By results of {', '.join(sorted(tool for tool, days in ran.items() if days))}, which came to the desk."
    do(occasion, Given(words=words, scans=shown), done_at=done_at, ticked=range(1), by=SYSTEM, at=at)
    return True


def _results(project: Project, first: date, last: date, tools: set[str], at: datetime) -> list[Scan]:
    """For each of ``tools`` the first result of those days that shows it."""
    found = scans.scans(project).filter(kind=Kind.AUDIT, at__date__gte=first, at__date__lte=last, at__lte=at)
    chosen: dict[str, Scan] = {}
    for scan in found.order_by("at", "id"):
        for tool in scan.tools if scan.prompt else ():
            if tool["whole"] and tool["tool"] in tools:
                chosen.setdefault(tool["tool"], scan)
    return list(dict.fromkeys(chosen.values()))


def take_over_all(organisation: Organisation, at: datetime, *, by: Actor = SYSTEM) -> int:
    """Take on what the policies of projects say comes round, where the team chose that it be done by itself; how many.

    What machines do is taken on once results of it have come: before, a period without any would say nothing but that
    nobody sends them.
    """
    chosen = ReviewSettings.objects.filter(organisation=organisation, automatic=True)
    taken = 0
    for settings in chosen.select_related("project__organisation"):
        project = settings.project
        if policies.current_version(project) is None:
            continue
        for proposal in proposals.proposals(project):
            if not proposal.by_machine or proposals.comes_in(proposal, project, at):
                take_over(project, proposal.promise, by=by, at=at)
                taken += 1
    return taken
