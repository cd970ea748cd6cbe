"""What the team says once: who is meant by a group, and how often a member is mailed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.notices.models import Group, GroupMember, MailChoice, Pace
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation


def set_group(
    organisation: Organisation, name: str, *, address: str, members: Sequence[Membership], by: Actor, at: datetime
) -> Group:
    """Say who is meant by ``name``, in place of what was said before; raises ``ValueError`` for a foreign member."""
    if any(member.organisation_id != organisation.pk for member in members):
        raise ValueError("a group holds members of its own organisation")
    with transaction.atomic():
        group, _ = Group.objects.update_or_create(organisation=organisation, name=name, defaults={"address": address})
        GroupMember.objects.filter(organisation=organisation, group=group).delete()
        GroupMember.objects.bulk_create(
            [GroupMember(organisation=organisation, group=group, member=member) for member in members]
        )
        detail: dict[str, Plain] = {
            "group": group.pk,
            "members": [str(member.pk) for member in members],
            "address": bool(address),
        }
        record(organisation.pk, "group.set", f"group:{group.pk}", detail, by=by, at=at)
    return group


def choose_pace(member: Membership, pace: Pace, *, by: Actor, at: datetime) -> None:
    """Say how often ``member`` is mailed, from the next notice on; what waits already goes as it was to go."""
    with transaction.atomic():
        MailChoice.objects.update_or_create(
            organisation=member.organisation, member=member, defaults={"pace": pace.value}
        )
        detail: dict[str, Plain] = {"member": member.pk, "pace": pace.value}
        record(member.organisation_id, "mail.paced", f"member:{member.pk}", detail, by=by, at=at)
