"""Reads: who belongs to an organisation, which keys and invitations it has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models import QuerySet

from troth_desk.people.models import ApiKey, Invitation, KnownDevice, LoginRules, Membership, Role, SecurityEvent
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as one; recovery codes only stand in for it."""


def membership(organisation: Organisation, user: User) -> Membership | None:
    """The running membership of ``user``, or None."""
    return (
        Membership.objects.select_related("user", "organisation")
        .filter(organisation=organisation, user=user, ended_at=None)
        .first()
    )


def members(organisation: Organisation, *roles: Role) -> QuerySet[Membership]:
    """Running memberships (in ``roles``, where some are given), oldest first."""
    found = Membership.objects.select_related("user").filter(organisation=organisation, ended_at=None)
    return (found.filter(role__in=roles) if roles else found).order_by("created_at", "pk")


def second_factor_required(organisation: Organisation) -> bool:
    """Whether the organisation asks everybody for one."""
    return LoginRules.objects.filter(organisation=organisation, second_factor=True).exists()


def has_second_factor(user: User) -> bool:
    """Whether ``user`` has a passkey, a security key or an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())


def with_second_factor(users: Collection[int]) -> set[int]:
    """Those of ``users`` (ids) who have one."""
    found = Authenticator.objects.filter(user_id__in=users, type__in=SECOND_FACTORS)
    return set(found.values_list("user_id", flat=True))


def has_passkey(user: User) -> bool:
    """Whether one of the person's passkeys logs in alone."""
    keys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return any(each.wrap().is_passwordless for each in keys)


def second_factor_missing(found: Membership) -> bool:
    """Whether the organisation asks for a second factor that the member does not have."""
    return second_factor_required(found.organisation) and not has_second_factor(found.user)


def invitations(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """Links that still work at ``at``, newest first."""
    return Invitation.objects.filter(
        organisation=organisation, accepted_at=None, revoked_at=None, expires_at__gt=at
    ).order_by("-created_at", "-pk")


def invitation(organisation: Organisation, digest: str, at: datetime) -> Invitation | None:
    """The link with that digest, where it still works at ``at``."""
    return invitations(organisation, at).select_related("organisation").filter(digest=digest).first()


def memberships_of(user: User) -> list[Membership]:
    """Every running membership of ``user``, of whatever organisation, by the organisation's name."""
    with scope.finding(Membership, user.pk):
        found = Membership.objects.select_related("organisation", "user").filter(user=user, ended_at=None)
        return list(found.order_by("organisation__name", "pk"))


def teams_that_ask_for_a_second_factor(user: User) -> list[Organisation]:
    """Organisations of ``user`` that ask everybody for one."""
    asking = []
    for each in memberships_of(user):
        with scope.inside(each.organisation):
            if second_factor_required(each.organisation):
                asking.append(each.organisation)
    return asking


def keys(organisation: Organisation) -> QuerySet[ApiKey]:
    """Every key, newest first, ended ones too."""
    return (
        ApiKey.objects.select_related("created_by__user")
        .filter(organisation=organisation)
        .order_by("-created_at", "-pk")
    )


def security_events(organisation: Organisation, kind: str = "", before: int | None = None) -> QuerySet[SecurityEvent]:
    """Events of ``kind`` ("" is every one) older than number ``before``, newest first."""
    found = SecurityEvent.objects.filter(organisation=organisation).select_related("member__user")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(pk__lt=before) if before is not None else found


def devices(user: User) -> QuerySet[KnownDevice]:
    """Browsers that ``user`` came in by, the one that was used last first."""
    return KnownDevice.objects.filter(user=user).order_by("-last_at", "-pk")
