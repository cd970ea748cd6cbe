"""Does the team's login provider answer, and does it fit what the desk was told of it?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import AUTHENTICATION, TLS

PATIENCE = 5.0
LARGEST = 2**20
"""Bytes of its description that are read."""


def _look(desk: Desk) -> Iterator[Finding]:
    said = settings.OIDC
    if not said:
        yield unseen("The desk has no login provider (TROTH_DESK_OIDC).")
        return
    if not said["secret"]:
        yield at_risk("The client has no secret.", "Set TROTH_DESK_OIDC_SECRET, or TROTH_DESK_OIDC_SECRET_FILE.")
    try:
        told = _description(said["issuer"])
    except (OSError, HTTPException, ValueError) as error:
        yield at_risk(f"{said['name']} does not answer at {said['issuer']}: {error}.", "People log in otherwise.")
        return
    if told.get("issuer", "").rstrip("/") != said["issuer"]:
        yield unsafe(
            f"{said['issuer']} says that it is {told.get('issuer')!r}, so no login will be believed.",
            "Write the issuer in TROTH_DESK_OIDC as the provider does.",
        )
    page = urlsplit(told.get("authorization_endpoint", ""))
    if f"{page.scheme}://{page.netloc}" != said["page"]:
        yield unsafe(
            f"Its login page is at {page.scheme}://{page.netloc}, where no form of the desk may lead.",
            f"Add &page={page.scheme}://{page.netloc} to TROTH_DESK_OIDC.",
        )
    if "S256" not in told.get("code_challenge_methods_supported", ["S256"]):
        yield at_risk("It does not know PKCE by S256.", "Turn it on there (RFC 7636).")
    yield safe(f"{said['name']} answers at {said['issuer']}.")


def _description(issuer: str) -> dict[str, str]:
    """What it says of itself (OpenID Connect Discovery 1.0 §4); raises ``OSError``, ``ValueError``."""
    parts = urlsplit(issuer)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE)
    try:
        connection.request("GET", f"{parts.path}/.well-known/openid-configuration")
        answer = connection.getresponse()
        told = json.loads(answer.read(LARGEST))
    finally:
        connection.close()
    if answer.status != 200 or not isinstance(told, dict):
        raise ValueError(f"it answered {answer.status}")
    return told


CHECK = Check(
    name="login-provider", asks="Does the team's login provider answer?", applies=(AUTHENTICATION, TLS), look=_look
)
