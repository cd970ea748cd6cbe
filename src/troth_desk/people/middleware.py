"""When was a session last seen? Noted every five minutes, for the list of one's own sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from troth_desk import clock

EVERY = timedelta(minutes=5)


class SeenMiddleware:
    """Notes when and from where a session was last used. Requests without a session cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _note(request)
        return self.get_response(request)


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
