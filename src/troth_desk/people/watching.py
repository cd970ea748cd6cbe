"""What allauth tells of logins and second factors, turned into events for the owners of each team of the person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.signals import password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth.models import User
from django.http import HttpRequest

from troth_desk import clock
from troth_desk.ledger.actions import Plain
from troth_desk.people import devices, queries
from troth_desk.people.models import EventKind
from troth_desk.people.monitoring import NOWHERE, Place, place_of, saw
from troth_desk.tenants import scope

BY_PROVIDER_LASTS = timedelta(hours=12)
"""A session begun by the login provider: whoever is shut out there is out of the desk after that."""


def listen() -> None:
    """Hear allauth's signals; a second time changes nothing."""
    for signal, heard in (
        (user_logged_in, _came_in),
        (authenticator_removed, _factor_removed),
        (social_account_added, _way_in_added),
        (password_reset, _password_reset),
    ):
        signal.connect(heard, dispatch_uid=f"people.watching.{heard.__name__}")


def tell_teams(user: User, kind: EventKind, key: str, detail: dict[str, Plain], place: Place = NOWHERE) -> None:
    """An event of ``user`` in each of their teams."""
    at = clock.now()
    for member in queries.memberships_of(user):
        with scope.inside(member.organisation):
            saw(
                member.organisation,
                kind,
                key=f"{key}:{member.pk}",
                by=member.actor,
                at=at,
                member=member,
                detail=detail,
                place=place,
            )


def factor_removed(user: User, kind: str, place: Place = NOWHERE) -> None:
    """One second factor of ``user`` is gone."""
    left = Authenticator.objects.filter(user=user, type__in=queries.SECOND_FACTORS).count()
    key = f"factor:{kind}:{clock.now().isoformat()}"
    tell_teams(user, EventKind.FACTOR_REMOVED, key, {"factor": kind, "left": left}, place)


def _came_in(request: HttpRequest, user: User, **more: Any) -> None:
    if more.get("sociallogin") is not None:
        request.session.set_expiry(BY_PROVIDER_LASTS)
    new = devices.remember(request, user, clock.now())
    if new is not None:
        tell_teams(user, EventKind.NEW_DEVICE, f"device:{new.pk}", {"device": new.pk}, place_of(request))


def _factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in queries.SECOND_FACTORS:
        factor_removed(user, str(authenticator.type), place_of(request))


def _way_in_added(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    user, account = sociallogin.user, sociallogin.account
    if user.has_usable_password() or queries.has_passkey(user):  # whoever joined by it just now has no other way in
        tell_teams(user, EventKind.WAY_IN_ADDED, f"way-in:{account.pk}", {}, place_of(request))


def _password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    tell_teams(user, EventKind.PASSWORD_RESET, f"reset:{clock.now().isoformat()}", {}, place_of(request))
