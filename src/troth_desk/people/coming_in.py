"""Who comes in by the login provider: by an account, by an invitation, or by an address of the team's domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.urls import Resolver404, resolve

from troth_desk.ledger.actions import Plain, record
from troth_desk.people import actions, queries
from troth_desk.people.actions import RefusedError
from troth_desk.people.models import Invitation, Membership
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider says of a person. ``email`` in lower case, ``verified`` where it says that it checked it."""

    email: str
    verified: bool
    name: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """Whose account it is now, and the organisation that they joined just now."""

    user: User
    organisation: Organisation | None = None


def admit(claims: Claims, join: str, *, at: datetime) -> LetIn:
    """The account of somebody whom the provider named for the first time; ``join`` is the path of an invitation or "".

    Raises ``RefusedError`` with what to do: an address that the provider did not check opens nothing, and an account
    that is there is never joined to a provider's by its address alone, unless the operator said that the provider
    speaks for the domain.
    """
    if not claims.email or not claims.verified:
        raise RefusedError(
            f"{_provider()} does not say that it checked your mail address, so nobody here can be sure that it is "
            "yours. Have it confirmed there, then come again."
        )
    invitation = _invitation(join, at)
    if invitation is not None and invitation.email and invitation.email.lower() != claims.email:
        raise RefusedError(f"This link is for another address than the one that {_provider()} has of you.")
    existing = User.objects.filter(Q(email__iexact=claims.email) | Q(emailaddress__email__iexact=claims.email)).first()
    if existing is not None:
        return LetIn(_known(existing, claims))
    if invitation is not None:
        return _by_invitation(claims, invitation, at)
    if speaks_for(claims.email):
        return _by_domain(claims, at)
    raise RefusedError(
        f"Nobody has invited {claims.email} to this desk. Ask an owner for a link, open it, and choose "
        f"“Join with {_provider()}”."
    )


def speaks_for(email: str) -> bool:
    """Whether the operator said that the provider speaks for the domain of ``email``, and not for one below it."""
    domains = filter(None, str(settings.OIDC["domains"]).split(",")) if settings.OIDC else ()
    return email.rpartition("@")[2] in {each.strip() for each in domains}


def _known(user: User, claims: Claims) -> User:
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=claims.email, verified=True).exists()
    if confirmed and speaks_for(claims.email):
        return user
    raise RefusedError(
        f"{claims.email} has an account here. Log in as you did so far, then add {_provider()} under Your account."
    )


def _invitation(path: str, at: datetime) -> Invitation | None:
    """The invitation behind the path of a link, None where there is no path; raises ``RefusedError`` for an old one."""
    if not path:
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    organisation = tenants.organisation(found.kwargs.get("organisation", "")) if found.url_name == "join" else None
    if organisation is None:
        return None
    with scope.inside(organisation):
        invitation = queries.invitation(organisation, actions.token_digest(found.kwargs["token"]), at)
    if invitation is None:
        raise RefusedError("This link was used, ended or is too old. Ask an owner for a new one.")
    return invitation


def _by_invitation(claims: Claims, invitation: Invitation, at: datetime) -> LetIn:
    with scope.inside(invitation.organisation), transaction.atomic():
        user = actions.open_account(claims.email, claims.name, None)
        actions.join(invitation, user, at=at)
    return LetIn(user, invitation.organisation)


def _by_domain(claims: Claims, at: datetime) -> LetIn:
    said: dict[str, str] = settings.OIDC or {}
    slug = said["organisation"]
    organisation = tenants.organisation(slug) if slug else tenants.only_organisation()
    if organisation is None:
        raise RefusedError(
            "This desk has several teams, and whoever runs it has not said which one your domain belongs to "
            "(organisation= in TROTH_DESK_OIDC)."
        )
    with scope.inside(organisation), transaction.atomic():
        user = actions.open_account(claims.email, claims.name, None)
        member = Membership.objects.create(organisation=organisation, user=user, role=said["role"], created_at=at)
        detail: dict[str, Plain] = {"role": member.role, "by_domain": True}
        record(organisation.pk, "member.joined", f"member:{member.pk}", detail, by=member.actor, at=at)
    return LetIn(user, organisation)


def _provider() -> str:
    return str(settings.OIDC["name"]) if settings.OIDC else "the login provider"
