"""When was a session last seen, and who must confirm first that it is them?

The first is noted every five minutes, for the list of one's own sessions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from troth_desk import clock
from troth_desk.people import devices
from troth_desk.people.access import confirmed_just_now

EVERY = timedelta(minutes=5)
CONFIRMED = frozenset(
    {
        "account_email",
        "account_set_password",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    }
)
"""Pages of allauth that change, or show, how one comes in."""


class SeenMiddleware:
    """Notes when and from where a session was last used. Requests without a session cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _note(request)
        response = self.get_response(request)
        devices.keep(request, response)
        return response


def _note(request: HttpRequest) -> None:
    at = clock.now()
    old = UserSession.objects.filter(session_key=request.session.session_key, last_seen_at__lt=at - EVERY)
    if not old.exists():
        return
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # the address cannot be told, as behind a socket: the time still can
        old.update(last_seen_at=at)
        return
    old.update(last_seen_at=at, ip=address)


class ConfirmMiddleware:
    """Sends whoever comes in by the login provider alone there before allauth's pages change how they come in.

    allauth asks for a password or a second factor, and asks nothing of those who have neither.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponseBase | None:  # noqa: ARG002 - Django's signature
        """Called by Django before each view; None lets the request go on."""
        match = request.resolver_match
        if match is None or match.url_name not in CONFIRMED or not request.user.is_authenticated:
            return None
        ways = get_adapter(request).get_reauthentication_methods(request.user)
        if [each["id"] for each in ways] != ["oidc"] or confirmed_just_now(request):
            return None
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: request.path})}")
