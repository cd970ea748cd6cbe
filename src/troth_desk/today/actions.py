"""Writes: a view of the list of cases is kept by name, or given up; addresses for calendars are made and revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from troth_desk.ledger.actions import record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.today.models import CalendarLink, SavedView

MOST_LINKS = 10
"""Addresses for calendars that a member has at a time."""
USE_IS_NOTED_EVERY = timedelta(hours=1)
"""How exact ``used_at`` is: calendars ask often, and a row is written once an hour."""


class RefusedError(Exception):
    """It is not done; the message says why."""


def keep_view(member: Membership, name: str, query: str, *, by: Actor, at: datetime) -> SavedView:
    """Keep the filters ``query`` under ``name``; the same name again takes the new ones."""
    with transaction.atomic():
        view, _ = SavedView.objects.update_or_create(
            organisation_id=member.organisation_id,
            member=member,
            name=name,
            defaults={"query": query},
            create_defaults={"query": query, "created_at": at},
        )
        record(member.organisation_id, "view.kept", f"view:{view.pk}", {}, by=by, at=at)
    return view


def give_up_view(member: Membership, pk: int, *, by: Actor, at: datetime) -> bool:
    """Give up the view ``pk`` of ``member``; False where it is not theirs or is gone."""
    with transaction.atomic():
        gone, _ = SavedView.objects.filter(organisation_id=member.organisation_id, member=member, pk=pk).delete()
        if gone:
            record(member.organisation_id, "view.given_up", f"view:{pk}", {}, by=by, at=at)
    return bool(gone)


def make_link(member: Membership, *, mine: bool, by: Actor, at: datetime) -> tuple[CalendarLink, str]:
    """An address by which a calendar asks what is due, and its secret, which is told this once.

    Raises:
        RefusedError: the member has ``MOST_LINKS`` already.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        take_turn(member.organisation_id)
        standing = CalendarLink.objects.filter(
            organisation_id=member.organisation_id, member=member, revoked_at__isnull=True
        )
        if standing.count() >= MOST_LINKS:
            raise RefusedError(f"You have {MOST_LINKS} addresses already: revoke one first.")
        made = CalendarLink.objects.create(
            organisation_id=member.organisation_id, member=member, mine=mine, digest=digest(secret), created_at=at
        )
        subject = f"calendar_link:{made.pk}"
        record(member.organisation_id, "calendar_link.made", subject, {"mine": mine}, by=by, at=at)
    return made, secret


def revoke_link(link: CalendarLink, *, by: Actor, at: datetime) -> bool:
    """Show nothing by it any more; False where it was revoked before."""
    with transaction.atomic():
        take_turn(link.organisation_id)
        standing = CalendarLink.objects.filter(
            organisation_id=link.organisation_id, pk=link.pk, revoked_at__isnull=True
        )
        if not standing.update(revoked_at=at):
            return False
        record(link.organisation_id, "calendar_link.revoked", f"calendar_link:{link.pk}", {}, by=by, at=at)
    return True


def note_use(link: CalendarLink, *, at: datetime) -> None:
    """Note that a calendar asked, at most once an hour. No entry of the ledger: it changes nothing for anybody."""
    long_ago = Q(used_at=None) | Q(used_at__lt=at - USE_IS_NOTED_EVERY)
    CalendarLink.objects.filter(long_ago, organisation_id=link.organisation_id, pk=link.pk).update(used_at=at)


def digest(secret: str) -> str:
    """What is kept of the secret of an address."""
    return hashlib.sha256(secret.encode()).hexdigest()
