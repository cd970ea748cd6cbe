"""Reads of notices: what stands on the desk, who is meant by a group, what became of the mail."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from troth_desk.notices.models import DeliveryState, Group, Notice
from troth_desk.people.models import Membership, Role
from troth_desk.tenants.models import Organisation

WORKING_ROLES = (Role.OWNER, Role.RESPONDER)
"""Whom a notice to the whole team is mailed to: those who can act on it."""
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def mail_is_set_up() -> bool:
    """Whether this desk has a mail server; without one every notice stands on the desk alone."""
    return bool(settings.EMAIL_BACKEND != NO_MAIL)


def notices(organisation: Organisation) -> QuerySet[Notice]:
    """All notices, newest first, with their deliveries."""
    found = Notice.objects.filter(organisation=organisation).select_related("member__user", "read_by__user")
    return found.prefetch_related("deliveries")


def unread(organisation: Organisation, membership: Membership) -> QuerySet[Notice]:
    """Notices that nobody has read, as far as they are for ``membership``, newest first.

    A notice to a group that has nobody in it is for everybody.
    """
    groups = set(membership.groups.filter(organisation=organisation).values_list("group__name", flat=True))
    peopled = set(
        Group.objects.filter(organisation=organisation, people__isnull=False).values_list("name", flat=True).distinct()
    )
    others = peopled - groups
    mine = Q(member=membership) | (Q(member__isnull=True, address="") & ~Q(group__in=others))
    return notices(organisation).filter(mine, read_at__isnull=True)


def groups(organisation: Organisation) -> QuerySet[Group]:
    """The groups of the team with the people in them."""
    return Group.objects.filter(organisation=organisation).prefetch_related("people__member__user")


def addresses(organisation: Organisation, group: str) -> list[str]:
    """Mail addresses of ``group``: its own and those of its members; those of all who can act where it has none."""
    found: list[str] = []
    if group:
        own = Group.objects.filter(organisation=organisation, name=group).exclude(address="")
        found += own.values_list("address", flat=True)
        found += Membership.objects.filter(
            organisation=organisation, ended_at__isnull=True, groups__group__name=group
        ).values_list("user__email", flat=True)
    if not any(found):
        found += Membership.objects.filter(
            organisation=organisation, ended_at__isnull=True, role__in=WORKING_ROLES
        ).values_list("user__email", flat=True)
    return sorted({address for address in found if address})


def with_failures(organisation: Organisation) -> QuerySet[Notice]:
    """Notices of which a mail was given up, newest first."""
    return notices(organisation).filter(deliveries__state=DeliveryState.FAILED).distinct()


def named_without_people(organisation: Organisation) -> list[str]:
    """Names by which notices were written and of which nobody has said whom they mean."""
    named = Notice.objects.filter(organisation=organisation).exclude(group="").values_list("group", flat=True)
    known = Group.objects.filter(organisation=organisation).values_list("name", flat=True)
    return sorted(set(named.order_by().distinct()) - set(known))
