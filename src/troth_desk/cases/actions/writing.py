"""What every write to a case begins and ends with: it takes the case, and it leaves an entry in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Participant
from troth_desk.ledger import actions as ledger
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.people.models import Membership

Plain = str | int | bool | None | list[str]


def claim(case: Case, *, at: datetime, **guard: object) -> Case:
    """Take ``case`` for the rest of the transaction: nobody else writes to it until then.

    The update is guarded by ``guard`` (``state="received"``); raises ``Refused`` where the case is not so any more, and
    brings ``case`` up to date.
    """
    ledger.take_turn(case.organisation_id)
    taken = Case.objects.filter(pk=case.pk, organisation_id=case.organisation_id, **guard).update(changed_at=at)
    case.refresh_from_db()
    if taken != 1:
        raise Refused(f"Somebody else was faster: the case is {case.get_state_display()} now. Look again.")
    return case


def keep_both(case: Case, original: Case) -> None:
    """Keep everybody else from writing to either case for the rest of the transaction.

    So no two cases become each other's duplicate. They are taken in one order, whichever is the duplicate: of two
    transactions that want both, one waits for the other, and never each for the other.
    """
    for pk in sorted({case.pk, original.pk}):
        Case.objects.filter(pk=pk, organisation_id=case.organisation_id).update(changed_at=F("changed_at"))


def entry(case: Case, action: str, detail: Mapping[str, Plain], *, by: Actor, at: datetime) -> None:
    """Write ``action`` to the ledger. ``detail`` holds plain ids, states, dates and digests alone."""
    ledger.record(case.organisation_id, action, case.subject, detail, by=by, at=at)


def speaker(case: Case, by: Actor) -> Membership | None:
    """The member who speaks where ``by`` acts: themselves, or whoever made the key of a program."""
    of_case = {"organisation_id": case.organisation_id}
    if by.kind == ActorKind.MEMBER:
        return Membership.objects.filter(pk=by.id, **of_case).first()
    if by.kind == ActorKind.KEY:
        return Membership.objects.filter(keys__pk=by.id, **of_case).first()
    return None


def digest(words: str) -> str:
    """SHA-256 of what people wrote, by which the ledger holds them to it without repeating it."""
    return hashlib.sha256(words.encode()).hexdigest()


def reporter(participant: Participant) -> Actor:
    """The actor that somebody with a link is."""
    return Actor(ActorKind.REPORTER, str(participant.pk))


def within_bounds(words: str, longest: int, name: str) -> str:
    """``words`` without blanks at their ends; raises ``Refused`` where nothing is left or it is too long."""
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refused(f"Write something: {name} is empty.")
    if len(said) > longest:
        raise Refused(f"{name.capitalize()} is too long: at most {longest:,} characters, this has {len(said):,}.")
    return said
