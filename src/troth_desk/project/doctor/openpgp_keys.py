"""Does each team have an OpenPGP key that works, and when does it end? Reporters encrypt to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.openpgp import keys
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import PGP, ROTATION
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation

SOON = timedelta(days=60)
"""Who fetched the key must fetch it again before it ends."""
RENEW = "Make a new one (Settings, OpenPGP key); what was encrypted to the old one can still be read."

MAKE = "Load a policy (troth-desk prepare --policy SECURITY.md): the key is made with it."


def _look(desk: Desk) -> Iterator[Finding]:
    for organisation in tenants.organisations():
        yield _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Finding:
    try:
        key = keys.key(organisation.pk)
    except keys.UnusableKeyError as error:
        return unsafe(f"{organisation.name}: {error}.", RENEW)
    if key is None:
        return at_risk(f"{organisation.name} has no OpenPGP key, so nobody can encrypt to it.", MAKE)
    if key.expires_at is None:
        return at_risk(
            f"{organisation.name}: the key {key.fingerprint[-16:]} never ends; a lost one stays good for ever.", RENEW
        )
    until = f"{organisation.name}: the key {key.fingerprint[-16:]}"
    if key.expires_at <= desk.at:
        return unsafe(f"{until} ended on {key.expires_at:%Y-%m-%d}: nobody can encrypt to it.", RENEW)
    if key.expires_at - desk.at < SOON:
        return at_risk(f"{until} ends on {key.expires_at:%Y-%m-%d}.", RENEW)
    return safe(f"{until} is good until {key.expires_at:%Y-%m-%d}.")


CHECK = Check(
    name="openpgp-keys", asks="Does each team have an OpenPGP key that works?", applies=(PGP, ROTATION), look=_look
)
