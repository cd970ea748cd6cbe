"""How much the public may send, and how often. What is refused is refused in words, never dropped."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from troth_desk.tenants import tallies

LONGEST_TITLE = 300
"""Characters, as wide as the column."""
LONGEST_TEXT = 100_000
"""Characters of any other text; about thirty printed pages."""
LONGEST_CONTACT = 300
LONGEST_KEY = 400_000
"""Of a public OpenPGP key in ASCII armour."""
LONGEST_MESSAGE = 50_000
"""Characters of a message to the team."""
MOST_ANSWERS = 24
"""Further fields in a report."""
LARGEST_JSON = 2 * 2**20
"""Bytes of a request of the API."""
KEYS_KEPT = timedelta(days=7)
"""For so long an Idempotency-Key is known again; said in the documentation of the interface."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``most`` requests from one address in ``seconds``."""

    most: int
    seconds: int


RATES = (Rate(60, 60), Rate(600, 3600))
"""Of reports, messages and files together; wide enough for an office behind one address, too narrow for a flood."""


def seconds_to_wait(request: HttpRequest, at: datetime) -> int:
    """0 where the address may send now (and then this is counted), else the seconds until it may again.

    Counted exactly over all processes, under a digest of the address that changes with the desk's secret; the address
    itself is kept nowhere. Addresses of IPv6 count by their /64, which one household has. Called outside of a scope.
    """
    who = _digest(_address(request))
    instant = int(at.timestamp())
    for rate in RATES:
        window = instant // rate.seconds
        over = (window + 1) * rate.seconds
        counted = tallies.add(f"intake:{who}:{rate.seconds}:{window}", datetime.fromtimestamp(over, UTC))
        if counted > rate.most:
            return over - instant
    return 0


def _address(request: HttpRequest) -> str:
    """Where it came from; "" where nobody can tell, as behind a socket without ``TROTH_DESK_PROXIES``: one for all."""
    try:
        return str(get_adapter().get_client_ip(request) or "")
    except PermissionDenied:
        return ""


def _digest(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        parsed = None
    if isinstance(parsed, ipaddress.IPv6Address):
        address = str(ipaddress.IPv6Network((int(parsed), 64), strict=False))
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]
