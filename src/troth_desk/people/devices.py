"""Browsers that a person came in by: told apart by a cookie, so that a new one is noticed and a known one trusted.

The cookie holds a random token and opens nothing. The database keeps its SHA-256 beside each person who logged in with
it. Attempts from such a browser count by themselves (``people.attempts``): whoever tries passwords elsewhere holds up
everybody's login by that address, except where its owner has been before.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from troth_desk.people.models import KnownDevice
from troth_desk.people.monitoring import BROWSER, place_of

LASTS = timedelta(days=400)
"""Browsers keep no cookie longer (RFC 6265bis §5.5)."""
MOST = 30
"""Browsers of one person that are remembered; the one that was used longest ago is forgotten first."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def known(request: HttpRequest, email: str) -> KnownDevice | None:
    """The browser of ``request`` where the person with that address came in by it before."""
    token = _token(request)
    if not token:
        return None
    found = KnownDevice.objects.filter(digest=_digest(token), user__is_active=True)
    return found.filter(user__email__iexact=email).first()


def remember(request: HttpRequest, user: User, at: datetime) -> KnownDevice | None:
    """Note that ``user`` came in by this browser; the device where it is a new one of somebody who had others."""
    token = _token(request) or secrets.token_urlsafe(32)
    request.device_token = token  # type: ignore[attr-defined] # for the answer, see ``keep``
    place, digest = place_of(request), _digest(token)
    seen = {"last_at": at, "address": place.address, "browser": place.browser[:BROWSER]}
    if KnownDevice.objects.filter(user=user, digest=digest).update(**seen):
        return None
    had_others = KnownDevice.objects.filter(user=user).exists()
    try:
        with transaction.atomic():
            device = KnownDevice.objects.create(user=user, digest=digest, first_at=at, **seen)
    except IntegrityError:  # the same browser logged in twice at once
        return None
    kept = KnownDevice.objects.filter(user=user).order_by("-last_at", "-pk").values_list("pk", flat=True)[:MOST]
    KnownDevice.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
    return device if had_others else None


def keep(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser its cookie, where somebody came in by it just now."""
    token = getattr(request, "device_token", "")
    if token:
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            token,
            max_age=LASTS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def is_this(request: HttpRequest, device: KnownDevice) -> bool:
    """Whether ``request`` comes from ``device``."""
    token = _token(request)
    return bool(token) and _digest(token) == device.digest


def _token(request: HttpRequest) -> str:
    given = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return given if _TOKEN.fullmatch(given) else ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
