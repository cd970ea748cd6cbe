"""Owners hear of what ``people.monitoring`` saw: one notice an event and owner, whom it concerns as well."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.notices.actions import tell
from troth_desk.people import queries as people
from troth_desk.people.models import EventKind, Membership, Role, SecurityEvent
from troth_desk.people.monitoring import words
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation

MOST = 100
"""Events of one round: a round is over before its lease is."""
TOLD_THEMSELVES = {EventKind.NEW_DEVICE, EventKind.FAILED_LOGINS, EventKind.FACTOR_REMOVED, EventKind.PASSWORD_RESET}
"""What also the person hears, whoever they are: nobody knows better whether it was them."""


def tell_owners(organisation: Organisation, at: datetime) -> int:
    """Write the notices of events that nobody was told of yet; how many events."""
    waiting = SecurityEvent.objects.filter(organisation=organisation, told_at=None).order_by("pk")[:MOST]
    return sum(_tell(organisation, event, at) for event in waiting.select_related("member__user"))


def _tell(organisation: Organisation, event: SecurityEvent, at: datetime) -> bool:
    title, do = words(event)
    page = whole(f"/o/{organisation.slug}/settings/security/")
    with transaction.atomic():
        for member in _receivers(organisation, event):
            tell(
                organisation,
                key=f"security:{event.pk}:{member.pk}",
                subject=f"security:{event.pk}",
                title=title,
                body=f"{do}\n\n{page}",
                at=at,
                member=member,
            )
        mine = SecurityEvent.objects.filter(organisation=organisation, pk=event.pk, told_at=None)
        return bool(mine.update(told_at=at))


def _receivers(organisation: Organisation, event: SecurityEvent) -> list[Membership]:
    found = list(people.members(organisation, Role.OWNER))
    concerned = event.member
    if concerned and concerned.ended_at is None and event.kind in TOLD_THEMSELVES and concerned not in found:
        found.append(concerned)
    return found
