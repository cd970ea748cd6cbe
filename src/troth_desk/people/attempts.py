"""Attempts to log in by a password: how many are let through, and how many failed.

What is let through is counted in the cache that every process shares (allauth's limits, on the database's table).
What failed is counted in rows, ten minutes a row, for the worker to see bursts (``people.jobs``).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from troth_desk.people import devices
from troth_desk.people.models import LoginFailures
from troth_desk.people.monitoring import place_of

WINDOW = timedelta(minutes=10)
FROM_A_KNOWN_BROWSER = {"login_failed": "5/5m/key"}
"""allauth's words for five failures in five minutes: of this browser for this person, whoever else tries elsewhere."""
UNKNOWN = 0
"""Whose attempts they are where the address has no account."""


def let_through(request: HttpRequest, email: str) -> Any:
    """allauth's note that one more attempt is used up, to be taken back where it succeeds; None where it is refused."""
    address = email.lower()
    device = devices.known(request, address)
    if device is None:
        return ratelimit.consume(request, app="allauth.account", action="login_failed", key=address)
    return ratelimit.consume(
        request,
        app="allauth.account",
        action="login_failed",
        config=FROM_A_KNOWN_BROWSER,
        key=f"{address} on {device.digest}",
    )


def failed(request: HttpRequest, email: str, at: datetime) -> None:
    """Count an attempt that failed or was refused. Nothing of the password is kept, nor an address without account."""
    user = User.objects.filter(email__iexact=email).order_by("pk").values_list("pk", flat=True).first()
    which = {"who": user or UNKNOWN, "window": _window(at)}
    address = place_of(request).address
    counted = LoginFailures.objects.filter(**which)
    if counted.update(count=F("count") + 1, address=address):
        return
    try:
        with transaction.atomic():
            LoginFailures.objects.create(**which, count=1, address=address)
    except IntegrityError:  # another process counted the first one a moment ago
        counted.update(count=F("count") + 1, address=address)


def _window(at: datetime) -> datetime:
    seconds = int(WINDOW.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
