"""Does the desk know callers apart? Behind a proxy that nobody told it of, all are one."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe
from troth_desk.project.doctor.clauses import FAILED_LOGINS, SEGMENTATION

MOST = 3
"""Proxies in a row; more means that somebody guessed, and whoever sends the header is believed."""


def _look(desk: Desk) -> Iterator[Finding]:
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if desk.address.startswith("https://") and not count:
        yield at_risk(
            "TLS ends before the desk, but no proxy is named: limits of failed logins and reports take all callers "
            "for one, and the security log shows the proxy's address.",
            "Set TROTH_DESK_PROXIES to the number of your proxies, mostly 1.",
        )
    elif not desk.address.startswith("https://") and count:
        yield at_risk(
            f"{count} entries of X-Forwarded-For are believed, and no https says that a proxy stands before the desk.",
            "Set TROTH_DESK_PROXIES to 0, or say the https address: callers can make addresses up.",
        )
    elif count > MOST:
        yield at_risk(f"{count} proxies in a row are believed.", "Set TROTH_DESK_PROXIES to how many there are.")
    else:
        yield safe(f"{count} proxies of one's own stand before the desk.")


CHECK = Check(
    name="proxies", asks="Does the desk know callers apart?", applies=(SEGMENTATION, FAILED_LOGINS), look=_look
)
