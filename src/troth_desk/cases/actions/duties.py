"""What a severity promises is ticked, with a record of what was done, or withdrawn, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from troth_desk.cases import promised
from troth_desk.cases.actions.writing import claim, digest, entry, within_bounds
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Duty, DutyKind, DutyState
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.models import Notice
from troth_desk.tenants.models import Organisation

LONGEST = 5_000


@transaction.atomic
def tick(duty: Duty, record: str, *, by: Actor, at: datetime) -> Duty:
    """Note that the promised thing was done, and what that was. The last action that is ticked meets the response."""
    return _settle(duty, DutyState.DONE, record, by=by, at=at)


@transaction.atomic
def withdraw(duty: Duty, record: str, *, by: Actor, at: datetime) -> Duty:
    """Note why the promised thing does not apply to this case."""
    return _settle(duty, DutyState.WITHDRAWN, record, by=by, at=at)


@transaction.atomic
def report_collected(duties: Iterable[Duty], record: str, *, by: Actor, at: datetime) -> int:
    """Note that a promised report went out: ``record`` says which; the number of cases that it told of."""
    return sum(bool(tick(duty, record, by=by, at=at)) for duty in duties)


def notice_key(duty: Duty) -> str:
    """How the keys of the notices begin that tell what ``duty`` promises to tell."""
    return f"severity:{duty.case.reference}:{duty.pk}:"


def hear(organisation: Organisation, at: datetime) -> int:
    """Tick the promised notifications whose notices were all read; their number.

    Writing a notice tells nobody: it may stand on a page that nobody opens, and no mail server may be set up.
    """
    waiting = Duty.objects.filter(
        organisation=organisation, kind=DutyKind.COMMUNICATION, state=DutyState.OPEN, collected_for__isnull=True
    ).exclude(group="")
    heard = 0
    for duty in waiting.select_related("case__project__organisation", "case__policy").order_by("id")[:500]:
        notices = Notice.objects.filter(organisation=organisation, key__startswith=notice_key(duty))
        if notices.exists() and not notices.filter(read_at__isnull=True).exists():
            tick(duty, f"The notice to {duty.group.replace(', ', ' and ')} was read.", by=SYSTEM, at=at)
            heard += 1
    return heard


def _settle(duty: Duty, state: str, record: str, *, by: Actor, at: datetime) -> Duty:
    case = claim(duty.case, at=at)
    said = within_bounds(record, LONGEST, "what was done" if state == DutyState.DONE else "the reason")
    settled = Duty.objects.filter(pk=duty.pk, organisation_id=duty.organisation_id, state=DutyState.OPEN).update(
        state=state, record=said, actor=str(by), done_at=at
    )
    duty.refresh_from_db()
    if settled != 1:
        raise Refused(f"That is settled already: {duty.get_state_display()}.")
    verb = "done" if state == DutyState.DONE else "withdrawn"
    entry(case, f"duty.{verb}", {"duty": duty.pk, "digest": digest(said)}, by=by, at=at)
    if duty.kind == DutyKind.ACTION:
        _responded(duty, by=by, at=at)
    return duty


def _responded(duty: Duty, *, by: Actor, at: datetime) -> None:
    """With the last action the response is given, where one was done at all; else nothing is owed any more."""
    actions = Duty.objects.filter(
        organisation_id=duty.organisation_id, case_id=duty.case_id, kind=DutyKind.ACTION, severity=duty.severity
    )
    if actions.filter(state=DutyState.OPEN).exists():
        return
    if actions.filter(state=DutyState.DONE).exists():
        promised.responded(duty.case, duty.severity, by=by, at=at)
    else:
        promised.excused(duty.case, duty.severity, by=by, at=at)
