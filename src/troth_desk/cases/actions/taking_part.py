"""People outside of the team: they join by a link, say how they wish to be named, and leave."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from troth_desk.cases.actions.writing import claim, entry, within_bounds
from troth_desk.cases.links import digest_of_link
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, CreditChoice, Participant
from troth_desk.cases.states import Part
from troth_desk.ledger.actor import Actor

LONGEST_CONTACT = 300
LONGEST_NAME = 200


def join(case: Case, role: str, contact: str, *, at: datetime) -> tuple[Participant, str]:
    """A new participant and the secret of their link, for callers that write the ledger themselves."""
    secret = secrets.token_urlsafe(32)
    participant = Participant.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        role=role,
        contact=within_bounds(contact, LONGEST_CONTACT, "the contact") if contact.strip() else "",
        link_digest=digest_of_link(secret),
        joined_at=at,
    )
    return participant, secret


@transaction.atomic
def invite(case: Case, role: str, contact: str, *, by: Actor, at: datetime) -> tuple[Participant, str]:
    """Let somebody take part: a vendor, a coordinator, an observer, another reporter. Their link is told this once.

    Where an embargo is proposed or holds, they are asked to keep it.
    """
    from troth_desk.cases.actions.embargo import ask

    if role not in Part.values:
        raise Refused(f"Nobody takes part as {role!r}: it is one of {', '.join(Part.values)}.")
    claim(case, at=at)
    participant, secret = join(case, role, contact, at=at)
    entry(case, "participant.invited", {"participant": participant.pk, "role": role}, by=by, at=at)
    ask(case, participant, at=at)
    return participant, secret


@transaction.atomic
def leave(participant: Participant, *, by: Actor, at: datetime) -> None:
    """End the part of ``participant``: their link shows nothing any more. What they wrote stays."""
    left = Participant.objects.filter(
        pk=participant.pk, organisation_id=participant.organisation_id, left_at__isnull=True
    ).update(left_at=at)
    if left != 1:
        raise Refused("They have left already.")
    participant.left_at = at
    entry(participant.case, "participant.left", {"participant": participant.pk}, by=by, at=at)


@transaction.atomic
def new_link(participant: Participant, *, by: Actor, at: datetime) -> str:
    """The secret of a new link; the old one shows nothing any more."""
    secret = secrets.token_urlsafe(32)
    changed = Participant.objects.filter(
        pk=participant.pk, organisation_id=participant.organisation_id, left_at__isnull=True
    ).update(link_digest=digest_of_link(secret))
    if changed != 1:
        raise Refused("They have left: invite them again.")
    entry(participant.case, "participant.link_changed", {"participant": participant.pk}, by=by, at=at)
    return secret


@transaction.atomic
def prefer_credit(participant: Participant, choice: str, name: str, *, by: Actor, at: datetime) -> None:
    """Note how ``participant`` wishes to be named: by name, by an alias, or not at all."""
    if choice not in CreditChoice.values or choice == CreditChoice.UNDECIDED:
        raise Refused("Choose to be named by name, by an alias, or not at all.")
    named = choice in {CreditChoice.NAME, CreditChoice.ALIAS}
    said = within_bounds(name, LONGEST_NAME, "the name to be credited") if named else ""
    Participant.objects.filter(pk=participant.pk, organisation_id=participant.organisation_id).update(
        credit=choice, credit_name=said
    )
    participant.credit, participant.credit_name = choice, said
    entry(participant.case, "credit.preferred", {"participant": participant.pk, "choice": choice}, by=by, at=at)
