"""The team's login provider by OpenID Connect: allauth talks to it, and here is decided who comes in.

There is one provider a desk, named by the operator (``TROTH_DESK_OIDC``), none in the database. Accounts of another
issuer are never taken for its own: its id is part of what an account is known by.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from troth_desk import clock
from troth_desk.people import coming_in
from troth_desk.people.actions import RefusedError

CONNECT, LOGIN, AGAIN = "connect", "login", "again"
"""Why somebody is sent to the provider: to add it to their account, to come in, to confirm who they are."""
FRESH = 300
"""Seconds that a login at the provider may be old where it confirms who somebody is."""


def provider_id() -> str:
    """The id of the provider of this desk; it changes with the issuer."""
    return f"oidc-{hashlib.sha256(settings.OIDC['issuer'].encode()).hexdigest()[:16]}" if settings.OIDC else ""


def name() -> str:
    """How the provider is called on pages; "" where there is none."""
    return str(settings.OIDC["name"]) if settings.OIDC else ""


def refused(request: HttpRequest, says: str, status: int = 403) -> HttpResponse:
    """The page for somebody who did not come in, with why."""
    return render(request, "people/provider_refused.html", {"says": says, "provider": name()}, status=status)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is untyped here
    """What allauth asks about a login by the provider."""

    def list_apps(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - allauth's signature
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002
    ) -> list[SocialApp]:
        """The one provider, by the settings; the table of providers is not read."""
        if not settings.OIDC or provider not in (None, "openid_connect", provider_id()):
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=provider_id(),
                name=name(),
                client_id=settings.OIDC["client_id"],
                secret=settings.OIDC["secret"],
                settings={"server_url": settings.OIDC["issuer"], "oauth_pkce_enabled": True},
            )
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:  # noqa: ARG002 - allauth's signature
        """allauth's provider of that id; raises ``SocialApp.DoesNotExist`` for any other."""
        from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

        found = self.list_apps(request, provider)
        if not found:
            raise SocialApp.DoesNotExist
        return OpenIDConnectProvider(request=request, app=found[0])

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:  # noqa: ARG002
        """Back to the page of the provider."""
        return reverse("people:provider")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's signature
        """Never by allauth: ``pre_social_login`` has opened the account of whoever may have one."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who has an account, an invitation or an address of the domain; everybody else is told why not."""
        try:
            claims = checked(sociallogin.account.extra_data, again=bool(sociallogin.state.get(AGAIN)))
            if sociallogin.is_existing:
                _same_person(request, sociallogin)
                return
            if sociallogin.state.get("process") == CONNECT:
                return
            let_in = coming_in.admit(claims, str(sociallogin.state.get("join") or ""), at=clock.now())
        except RefusedError as why:
            raise ImmediateHttpResponse(refused(request, str(why))) from None
        sociallogin.connect(request, let_in.user)
        if let_in.organisation is not None:
            sociallogin.state["next"] = f"/o/{let_in.organisation.slug}/"

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - allauth's signature
        error: object = None,
        exception: object = None,  # noqa: ARG002 - allauth's signature
        extra_context: object = None,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Say in words that nothing came of it."""
        cancelled = str(getattr(error, "value", error)) == "cancelled"
        says = (
            f"You broke off at {name()}. Nothing was changed."
            if cancelled
            else f"{name()} and this desk did not agree on who you are. Go back to the login page and begin anew; "
            "where that does not help, tell whoever runs the desk."
        )
        raise ImmediateHttpResponse(refused(request, says, 200 if cancelled else 401))


def checked(data: Mapping[str, Any], *, again: bool) -> coming_in.Claims:
    """What the provider says of a person; raises ``RefusedError`` where it contradicts itself.

    The ID token and the answer about the person must be of the same subject (OpenID Connect Core 1.0 §5.3.2): an answer
    of another one could give its address away. ``again``: who confirms who they are must have logged in just now,
    where the provider says when (§2, ``auth_time``).
    """
    token, told = data.get("id_token"), data.get("userinfo") or {}
    if not isinstance(token, Mapping) or not token.get("sub"):
        raise RefusedError(f"{name()} sent no ID token, so it is not known who you are.")
    if told and told.get("sub") != token["sub"]:
        raise RefusedError(f"{name()} says two things about who you are. Nothing was done.")
    when = token.get("auth_time")
    if again and isinstance(when, int) and time.time() - when > FRESH:
        raise RefusedError(f"{name()} did not ask who you are. Log out there, then confirm again.")
    claims = {**token, **told}
    email = _email(claims)
    # What says that it was checked counts for the address that it stands beside, not for another one's.
    checks = [each.get("email_verified") for each in (token, told) if email and _email(each) == email]
    said = [each for each in checks if each is not None]
    return coming_in.Claims(
        email=email,
        # A few providers send the word instead of the value (§5.1 has a boolean); "false" is a word as well.
        verified=bool(said) and all(each is True or each == "true" for each in said),
        name=str(claims.get("name") or claims.get("given_name") or "")[:100],
    )


def _email(claims: Mapping[str, Any]) -> str:
    return str(claims.get("email") or "").strip().lower()


def _same_person(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Who confirms who they are must not become somebody else by it."""
    expected = sociallogin.state.get(AGAIN)
    if expected and cast("User", sociallogin.user).pk != expected:
        raise RefusedError(f"At {name()} you are somebody else than on this desk. Nothing was confirmed.")
