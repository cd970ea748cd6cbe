"""The emergency contact is called: somebody answers within an hour, or the next group is told, at last everybody."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from troth.terms.contacts import placeholder
from troth_desk.cases.actions.writing import claim, entry, within_bounds
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Alarm, Case
from troth_desk.ledger.actions import take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.notices import actions as notices
from troth_desk.notices.models import Notice
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.models import Promise
from troth_desk.policies.responses import emergency_contacts

EMERGENCY = "emergency contact"
THEN = ("security team", "")
"""Whom it is passed on to; "" is the whole team."""
ANSWER_WITHIN = timedelta(hours=1)
LONGEST_REASON = 300


@transaction.atomic
def call_emergency(case: Case, reason: str, *, by: Actor, at: datetime) -> Alarm:
    """Call the emergency contact for ``case``; raises ``Refused`` where a call is still unanswered."""
    claim(case, at=at)
    return _call(case, within_bounds(reason, LONGEST_REASON, "the reason"), by=by, at=at)


def call_named(case: Case, *, by: Actor, at: datetime) -> Alarm | None:
    """Call it for a case that was rated critical, where the policy names one and no call is open."""
    named = emergency_contacts(case.policy) if case.policy else []
    if not named or case.alarms.filter(taken_at__isnull=True).exists():
        return None
    return _call(case, "It was rated critical.", by=by, at=at)


def _call(case: Case, reason: str, *, by: Actor, at: datetime) -> Alarm:
    if case.alarms.filter(taken_at__isnull=True).exists():
        raise Refused("The alarm was raised already and nobody has answered yet.")
    named = emergency_contacts(case.policy) if case.policy else []
    alarm = Alarm.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        reason=reason,
        contact=named[0].fields.get("value", named[0].sentence)[:300] if named else "",
        document=named[0].document if named else "",
        line=named[0].line if named else 0,
        key=f"alarm:{case.reference}:{case.alarms.count() + 1}",
        raised_at=at,
    )
    entry(case, "alarm.raised", {"alarm": alarm.pk, "document": alarm.document, "line": alarm.line}, by=by, at=at)
    quoted = f" The policy names {_reachable(alarm, named)}." if alarm.contact else ""
    notices.tell(
        case.project.organisation,
        key=alarm.key,
        subject=case.subject,
        group=EMERGENCY,
        title=f"Emergency: {case.reference}",
        body=f"{case.reference} needs somebody now.{quoted} The desk cannot ring a telephone. Answer on the page of "
        "the case within an hour, or the next ones are told.",
        at=at,
        read_within=ANSWER_WITHIN,
        then=THEN,
    )
    return alarm


def _reachable(alarm: Alarm, named: Sequence[Promise]) -> str:
    """The contact of the policy with its line; where it was never filled in, that nobody can be reached by it."""
    where = f"{alarm.contact} (line {alarm.line} of {alarm.document})"
    channel = str(named[0].fields.get("channel", "")) if named else ""
    unfilled = placeholder(channel, alarm.contact)
    return f"{where}, which was never filled in: nobody can be reached by it" if unfilled else where


@transaction.atomic
def answer_emergency(alarm: Alarm, member: Membership, *, by: Actor, at: datetime) -> Alarm:
    """``member`` takes it: nobody else is told any more."""
    if member.organisation_id != alarm.organisation_id:
        raise Refused("They are no member of this organisation.")
    take_turn(alarm.organisation_id)
    taken = Alarm.objects.filter(pk=alarm.pk, organisation_id=alarm.organisation_id, taken_at__isnull=True).update(
        taken_at=at, taken_by=member
    )
    alarm.refresh_from_db()
    if taken != 1:
        raise Refused("Somebody has answered already.")
    entry(alarm.case, "alarm.answered", {"alarm": alarm.pk, "member": member.pk}, by=by, at=at)
    for notice in calls(alarm):
        notices.read(notice, member=member, by=by, at=at)
    return alarm


def calls(alarm: Alarm) -> list[Notice]:
    """The notices of an alarm, the first and those to whom it was passed on."""
    found = Notice.objects.filter(organisation_id=alarm.organisation_id, key__startswith=alarm.key)
    return [
        one
        for one in found.order_by("created_at", "id")
        if one.key == alarm.key or one.key.startswith(f"{alarm.key}:then:")
    ]


def notice_alarms_answered(case: Case, *, at: datetime) -> int:
    """Note as answered the calls whose notice somebody has read on the page of notices."""
    answered = 0
    for alarm in Alarm.objects.filter(organisation_id=case.organisation_id, case=case, taken_at__isnull=True):
        reader = next((one for one in calls(alarm) if one.read_by is not None), None)
        if reader is None or reader.read_by is None:
            continue
        # Where somebody answers on the page of the case at this moment, they were faster: nothing is left to note.
        with suppress(Refused):
            answer_emergency(alarm, reader.read_by, by=actor_of(reader.read_by), at=reader.read_at or at)
            answered += 1
    return answered
