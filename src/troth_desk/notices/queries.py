"""Reads of notices: what stands on the desk, who is meant by a group, what became of the mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from troth_desk.notices.models import Certificate, Delivery, DeliveryState, Group, MailChoice, Notice, Pace
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
    found = Notice.objects.filter(organisation=organisation).select_related("member__user", "read_by__user", "letter")
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


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a mail goes to: an address, and the id of the member whose it is, None where it is nobody's of the desk."""

    address: str
    member: int | None = None


def receivers(organisation: Organisation, group: str) -> list[Receiver]:
    """Who is mailed for ``group``: its address and its members; all who can act where it has neither."""
    found: list[Receiver] = []
    members = Membership.objects.filter(organisation=organisation, ended_at__isnull=True).exclude(user__email="")
    if group:
        own = Group.objects.filter(organisation=organisation, name=group).exclude(address="")
        found += [Receiver(address) for address in own.values_list("address", flat=True)]
        found += _of(members.filter(groups__group__name=group))
    if not found:
        found += _of(members.filter(role__in=WORKING_ROLES))
    once = {one.address: one for one in found}
    return [once[address] for address in sorted(once)]


def _of(members: QuerySet[Membership]) -> list[Receiver]:
    return [Receiver(address, pk) for pk, address in members.values_list("pk", "user__email").distinct()]


def addresses(organisation: Organisation, group: str) -> list[str]:
    """Mail addresses of ``group``; see ``receivers``."""
    return [one.address for one in receivers(organisation, group)]


def paces(organisation: Organisation, members: Collection[int]) -> dict[int, str]:
    """The pace that each of ``members`` (ids) chose; who is not in it chose none."""
    chosen = MailChoice.objects.filter(organisation=organisation, member__in=members)
    return dict(chosen.values_list("member_id", "pace"))


def pace_of(member: Membership) -> Pace:
    """How often ``member`` is mailed."""
    return Pace(paces(member.organisation, {member.pk}).get(member.pk, Pace.AT_ONCE))


def certificate(organisation: Organisation, holder: str) -> Certificate | None:
    """The OpenPGP key of ``holder`` ("member:3", "participant:7") that is in use."""
    return Certificate.objects.filter(organisation=organisation, holder=holder, replaced_at__isnull=True).first()


def certificates(organisation: Organisation, holder: str) -> QuerySet[Certificate]:
    """All keys that ``holder`` has had, the newest first: signatures of then are verified by those of then."""
    return Certificate.objects.filter(organisation=organisation, holder=holder)


def mails_of(organisation: Organisation, key: str) -> QuerySet[Delivery]:
    """What became of the mails of the notice with that ``key``."""
    return Delivery.objects.filter(organisation=organisation, notice__key=key)


def with_failures(organisation: Organisation) -> QuerySet[Notice]:
    """Notices of which a mail was given up or came back, newest first."""
    lost = (DeliveryState.FAILED, DeliveryState.BOUNCED)
    return notices(organisation).filter(deliveries__state__in=lost).distinct()


def named_without_people(organisation: Organisation) -> list[str]:
    """Names by which notices were written and of which nobody has said whom they mean."""
    named = Notice.objects.filter(organisation=organisation).exclude(group="").values_list("group", flat=True)
    known = Group.objects.filter(organisation=organisation).values_list("name", flat=True)
    return sorted(set(named.order_by().distinct()) - set(known))
