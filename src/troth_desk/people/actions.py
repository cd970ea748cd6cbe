"""Writes: who joins, in which role, who leaves; keys of programs; what a login needs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people import keys, monitoring, queries
from troth_desk.people.models import ApiKey, EventKind, Invitation, LoginRules, Membership, Role
from troth_desk.people.scopes import SCOPES
from troth_desk.tenants.models import Organisation

INVITATION_LASTS = timedelta(days=7)
KEY_LASTS_AT_MOST = timedelta(days=366)
HAS_ACCOUNT = "This address has an account. Log in first, then open the link again."
CHANGED = "Somebody else changed this a moment ago. Look again."


class RefusedError(Exception):
    """What was asked for is not done; the message says why and what to do, for the person who asked."""


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link; ``token`` is shown once and kept nowhere."""

    invitation: Invitation
    token: str


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    organisation: Organisation,
    email: str,
    role: Role,
    *,
    by: Actor,
    at: datetime,
    member: Membership | None = None,
) -> Link:
    """A link for ``email`` (lower case; "" lets the person give one); ends earlier open links for that address.

    Raises ``RefusedError`` where the person is a member.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if email and queries.members(organisation).filter(user__email__iexact=email).exists():
            raise RefusedError(f"{email} is a member of {organisation.name} already.")
        for earlier in queries.invitations(organisation, at).filter(email=email):
            revoke_invitation(earlier, by=by, at=at)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            digest=token_digest(token),
            created_by=member,
            created_at=at,
            expires_at=at + INVITATION_LASTS,
        )
        detail: dict[str, Plain] = {"role": role.value, "expires_at": invitation.expires_at.isoformat()}
        record(organisation.pk, "invitation.made", f"invitation:{invitation.pk}", detail, by=by, at=at)
    return Link(invitation, token)


def set_up(organisation: Organisation, *, at: datetime) -> Link | None:
    """The link for the first owner; None where the organisation has an owner. An earlier one ends."""
    if queries.members(organisation, Role.OWNER).exists():
        return None
    return invite(organisation, "", Role.OWNER, by=SYSTEM, at=at)


def revoke_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """End a link that nobody used; raises ``RefusedError`` where somebody did."""
    with transaction.atomic():
        take_turn(invitation.organisation_id)
        changed = Invitation.objects.filter(
            organisation_id=invitation.organisation_id, pk=invitation.pk, accepted_at=None, revoked_at=None
        ).update(revoked_at=at)
        if changed != 1:
            raise RefusedError(CHANGED)
        record(invitation.organisation_id, "invitation.revoked", f"invitation:{invitation.pk}", {}, by=by, at=at)


def open_account(email: str, name: str, password: str | None) -> User:
    """An account of its own; raises ``RefusedError`` where the address has one.

    None for ``password`` is an account that comes in by the login provider alone. The address counts as confirmed:
    whoever made the invitation gave the link to the person who has it, or the provider checked it.
    """
    address = email.lower()
    with transaction.atomic():
        if User.objects.filter(Q(email__iexact=address) | Q(emailaddress__email__iexact=address)).exists():
            raise RefusedError(HAS_ACCOUNT)
        user = User.objects.create_user(f"u{secrets.token_hex(12)}", address, password, first_name=name)
        try:
            with transaction.atomic():
                EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
        except IntegrityError as other:  # a confirmed address is one person's: another page opened it meanwhile
            raise RefusedError(HAS_ACCOUNT) from other
    return user


def join(invitation: Invitation, user: User, *, at: datetime) -> Membership:
    """Use the link up: ``user`` is a member now. Raises ``RefusedError`` where it no longer works."""
    organisation = invitation.organisation
    with transaction.atomic():
        take_turn(organisation.pk)
        used = Invitation.objects.filter(
            organisation=organisation, pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=at
        ).update(accepted_at=at)
        if used != 1:
            raise RefusedError("This link was used, ended or is too old. Ask an owner for a new one.")
        if queries.membership(organisation, user) is not None:
            raise RefusedError(f"You are a member of {organisation.name} already.")
        member, _ = Membership.objects.update_or_create(
            organisation=organisation,
            user=user,
            defaults={"role": invitation.role, "ended_at": None},
            create_defaults={"role": invitation.role, "created_at": at},
        )
        Invitation.objects.filter(organisation=organisation, pk=invitation.pk).update(accepted_by=member)
        detail: dict[str, Plain] = {"role": invitation.role, "invitation": invitation.pk}
        entry = record(organisation.pk, "member.joined", f"member:{member.pk}", detail, by=member.actor, at=at)
        if invitation.role == Role.OWNER and queries.members(organisation, Role.OWNER).exclude(pk=member.pk).exists():
            monitoring.saw(
                organisation,
                EventKind.ROLE_CHANGED,
                key=f"role:{member.pk}:{entry.seq}",
                by=member.actor,
                at=at,
                member=member,
                detail={"from": "", "to": invitation.role},
                entered=True,
            )
    return member


def change_role(member: Membership, role: Role, *, by: Actor, at: datetime) -> None:
    """Of who is no owner any more the keys and open links end: made as an owner, they would do what the role may not.

    Raises ``RefusedError`` for the last owner, and where somebody changed it since ``member`` was read.
    """
    with transaction.atomic():
        # The entry comes first: it makes two owners who demote each other at the same time wait for one another.
        detail: dict[str, Plain] = {"from": member.role, "to": role.value}
        entry = record(member.organisation_id, "member.role_changed", f"member:{member.pk}", detail, by=by, at=at)
        if role is not Role.OWNER:
            _keep_an_owner(member)
        if _live(member).update(role=role) != 1:
            raise RefusedError(CHANGED)
        monitoring.saw(
            member.organisation,
            EventKind.ROLE_CHANGED,
            key=f"role:{member.pk}:{entry.seq}",
            by=by,
            at=at,
            member=member,
            detail=detail,
            entered=True,
        )
        if role is not Role.OWNER:
            _end_what_they_made(member, by=by, at=at)
    member.role = role


def end(member: Membership, *, by: Actor, at: datetime) -> None:
    """The person is no member any more; keys and open links that they made end too.

    Raises ``RefusedError`` for the last owner, and where somebody changed the membership since it was read.
    """
    with transaction.atomic():
        record(member.organisation_id, "member.ended", f"member:{member.pk}", {"role": member.role}, by=by, at=at)
        _keep_an_owner(member)
        if _live(member).update(ended_at=at) != 1:
            raise RefusedError(CHANGED)
        _end_what_they_made(member, by=by, at=at)
    member.ended_at = at


def make_key(
    organisation: Organisation,
    name: str,
    scopes: list[str],
    *,
    expires_at: datetime,
    member: Membership,
    by: Actor,
    at: datetime,
) -> tuple[ApiKey, str]:
    """A key of ``member`` and its text, shown once; raises ``RefusedError`` for an unknown scope or a time too far."""
    if not scopes or not set(scopes) <= set(SCOPES):
        raise RefusedError("Choose at least one thing that the key may do.")
    if not at < expires_at <= at + KEY_LASTS_AT_MOST:
        raise RefusedError("A key ends within a year. Choose a day between tomorrow and then.")
    with transaction.atomic():
        fresh = keys.fresh(organisation)
        key = ApiKey.objects.create(
            organisation=organisation,
            name=name,
            prefix=fresh.prefix,
            digest=fresh.digest,
            scopes=sorted(scopes),
            created_by=member,
            created_at=at,
            expires_at=expires_at,
        )
        detail: dict[str, Plain] = {"scopes": key.scopes, "expires_at": expires_at.isoformat()}
        record(organisation.pk, "key.made", f"key:{key.pk}", detail, by=by, at=at)
        monitoring.saw(
            organisation,
            EventKind.KEY_MADE,
            key=f"key:{key.pk}",
            by=by,
            at=at,
            member=member,
            detail={"key": key.pk, "scopes": key.scopes},
            entered=True,
        )
    return key, fresh.text


def revoke_key(key: ApiKey, *, by: Actor, at: datetime) -> None:
    """The key stops working; raises ``RefusedError`` where it was revoked before."""
    with transaction.atomic():
        take_turn(key.organisation_id)
        changed = ApiKey.objects.filter(organisation_id=key.organisation_id, pk=key.pk, revoked_at=None).update(
            revoked_at=at
        )
        if changed != 1:
            raise RefusedError(CHANGED)
        record(key.organisation_id, "key.revoked", f"key:{key.pk}", {}, by=by, at=at)


def ask_second_factor(organisation: Organisation, *, asked: bool, by: Actor, at: datetime) -> None:
    """Whether every member needs a second factor from now on."""
    with transaction.atomic():
        LoginRules.objects.update_or_create(organisation=organisation, defaults={"second_factor": asked})
        subject = f"organisation:{organisation.pk}"
        record(organisation.pk, "login.second_factor", subject, {"asked": asked}, by=by, at=at)


def _end_what_they_made(member: Membership, *, by: Actor, at: datetime) -> None:
    for key in ApiKey.objects.filter(
        organisation_id=member.organisation_id, created_by=member, revoked_at=None, expires_at__gt=at
    ):
        revoke_key(key, by=by, at=at)
    for invitation in queries.invitations(member.organisation, at).filter(created_by=member):
        revoke_invitation(invitation, by=by, at=at)


def _live(member: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organisation_id=member.organisation_id, pk=member.pk, role=member.role, ended_at=None
    )


def _keep_an_owner(member: Membership) -> None:
    others = Membership.objects.filter(organisation_id=member.organisation_id, role=Role.OWNER, ended_at=None).exclude(
        pk=member.pk
    )
    if member.role == Role.OWNER and not others.exists():
        raise RefusedError("An organisation keeps at least one owner. Make somebody else an owner first.")
