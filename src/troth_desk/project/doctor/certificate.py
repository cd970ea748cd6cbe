"""Is the certificate at the desk's address a good one, and for how long? The address is asked, as browsers do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import TLS

PATIENCE = 5.0
"""Seconds until the address counts as out of reach."""
SOON = timedelta(days=14)
"""What renews certificates by itself does so thirty days before the end; two weeks say that it does not."""


def _look(desk: Desk) -> Iterator[Finding]:
    parts = urlsplit(desk.address)
    if parts.scheme != "https":
        yield unseen("There is none: the address is no https (see address).")
        return
    try:
        ends = _ends(parts.hostname or "", parts.port or 443)
    except ssl.SSLCertVerificationError as error:
        yield unsafe(
            f"No browser trusts the certificate at {desk.address}: {error.verify_message}.",
            "Give the proxy before the desk one for this name, from an authority that browsers know.",
        )
        return
    except (OSError, ValueError) as error:
        yield unseen(f"{desk.address} could not be reached from here: {error}.", "Ask again where it can be.")
        return
    left = ends - desk.at
    said = f"The certificate at {desk.address} is good until {ends:%Y-%m-%d}"
    yield safe(f"{said}.") if left > SOON else at_risk(f"{said}.", "See that what renews it runs.")


def _ends(host: str, port: int) -> datetime:
    """When the certificate ends; raises ``ssl.SSLError`` where it is none to be trusted, and ``OSError``."""
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as shown,
    ):
        told = shown.getpeercert()
    until = str((told or {}).get("notAfter", ""))
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)


CHECK = Check(name="certificate", asks="Is the certificate at its address a good one?", applies=(TLS,), look=_look)
