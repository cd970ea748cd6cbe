"""Words to the reporter and to oneself, who of the team has the case, and clocks that a person lets stand still."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.cases import promised
from troth_desk.cases.actions.writing import claim, digest, entry, speaker, within_bounds
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Message, Note, Participant
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership

LONGEST = 50_000
"""Characters of a message or note."""
LONGEST_REASON = 300


@transaction.atomic
def say(
    case: Case,
    body: str,
    *,
    by: Actor,
    at: datetime,
    member: Membership | None = None,
    participant: Participant | None = None,
) -> Message:
    """Write a message that both sides see. One of the team's meets the clocks of status updates.

    It is ``member`` who speaks, or ``participant``; with neither it is whoever ``by`` is, and where that is the desk
    itself no clock is met: mail that is written by a machine is no update.
    """
    if member is None and participant is None:
        member = speaker(case, by)
    _belongs(case, member, participant)
    claim(case, at=at)
    message = Message.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        member=member,
        participant=participant,
        body=within_bounds(body, LONGEST, "the message"),
        at=at,
    )
    side = "team" if member else "outside" if participant else "desk"
    entry(case, "message.sent", {"message": message.pk, "from": side, "digest": digest(message.body)}, by=by, at=at)
    if member:
        promised.updated(case, by=by, at=at)
    return message


@transaction.atomic
def note(case: Case, body: str, *, by: Actor, at: datetime, member: Membership) -> Note:
    """Write a note of the team to itself: it never leaves the team. It meets no clock."""
    _belongs(case, member, None)
    claim(case, at=at)
    written = Note.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        member=member,
        body=within_bounds(body, LONGEST, "the note"),
        at=at,
    )
    entry(case, "note.written", {"note": written.pk}, by=by, at=at)
    return written


@transaction.atomic
def assign(case: Case, member: Membership | None, *, by: Actor, at: datetime) -> None:
    """Give the case to ``member``, or to nobody."""
    _belongs(case, member, None)
    if member and member.ended_at is not None:
        raise Refused("They are no member any more.")
    claim(case, at=at)
    Case.objects.filter(pk=case.pk, organisation_id=case.organisation_id).update(owner=member)
    case.owner = member
    entry(case, "case.assigned", {"member": member.pk if member else None}, by=by, at=at)


def _belongs(case: Case, member: Membership | None, participant: Participant | None) -> None:
    """Nobody of another organisation or another case speaks here."""
    if member and participant:
        raise ValueError("a message is a member's or a participant's")
    if member and member.organisation_id != case.organisation_id:
        raise Refused("They are no member of this organisation.")
    if participant and participant.case_id != case.pk:
        raise Refused("They take no part in this case.")
    if participant and participant.left_at is not None:
        raise Refused("They have left this case.")


@transaction.atomic
def pause_clocks(case: Case, reason: str, *, by: Actor, at: datetime) -> list[Clock]:
    """Let the clocks of ``case`` stand still, for a reason that stays on record; what is overdue stays overdue."""
    claim(case, at=at)
    said = within_bounds(reason, LONGEST_REASON, "the reason")
    paused = clocks.pause(case.project.organisation, case.subject, said, by=by, at=at)
    if not paused:
        raise Refused("No clock of this case runs that could stand still.")
    entry(case, "case.paused", {"clocks": [str(one.pk) for one in paused]}, by=by, at=at)
    return paused


@transaction.atomic
def resume_clocks(case: Case, *, by: Actor, at: datetime) -> list[Clock]:
    """Let the clocks of ``case`` go on with exactly the time that was left."""
    claim(case, at=at)
    resumed = clocks.resume(case.project.organisation, case.subject, by=by, at=at)
    if not resumed:
        raise Refused("No clock of this case stands still.")
    entry(case, "case.resumed", {"clocks": [str(one.pk) for one in resumed]}, by=by, at=at)
    return resumed
