"""Do people reach the desk by https, and do its cookies go over nothing else?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk.project import configuration
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, is_own_machine, safe, unsafe
from troth_desk.project.doctor.clauses import TLS


def _look(desk: Desk) -> Iterator[Finding]:
    parts = urlsplit(desk.address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield unsafe(
            f"The address {desk.address} is none that a browser can open.", "Say --address https://desk.example.org."
        )
        return
    if parts.path.strip("/") or parts.query:
        yield at_risk(
            f"The address {desk.address} has a path; the desk answers at the root of a name.",
            "Give the desk a name of its own: --address https://desk.example.org.",
        )
    if parts.scheme == "http" and desk.production:
        own = is_own_machine(parts.hostname)
        names = f"by {', '.join(configuration.listed(configuration.HOSTS))}, and not by https" if own else desk.address
        yield unsafe(
            f"People reach the desk {'' if own else 'at '}{names}, so passwords and reports travel in clear.",
            "Put a proxy that ends TLS before it, and say --address https://….",
        )
        return
    if parts.scheme == "http":
        yield safe(f"The desk answers on this machine alone, at {desk.address}.")
        return
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS):
        yield unsafe(
            "Cookies may go over plain http, or browsers are not told to use https alone.",
            "Use the desk's own settings: SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE and SECURE_HSTS_SECONDS.",
        )
        return
    yield safe(f"{desk.address}: links are https, cookies are bound to it, browsers are told to use nothing else.")


CHECK = Check(
    name="address",
    asks="Do people reach the desk by https?",
    applies=(TLS,),
    look=_look,
    before_start=True,
)
