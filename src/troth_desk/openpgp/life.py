"""How long does a key live? When its end is near, and taking one back for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pysequoia

from troth_desk import kept
from troth_desk.openpgp import keys
from troth_desk.openpgp.keys import Key, UnusableKeyError

WARNINGS = (7, 30, 60)
"""Days before the end of a key at which it is told."""
SHOWN = timedelta(days=WARNINGS[-1])
"""So long before the end every page that shows the key says so."""


def threshold(expires_at: datetime | None, at: datetime) -> int | None:
    """Which of ``WARNINGS`` has been reached at ``at``; 0 once the key has ended, None while there is time."""
    if expires_at is None:
        return None
    if expires_at <= at:
        return 0
    return next((days for days in WARNINGS if expires_at - at <= timedelta(days=days)), None)


def revoked(organisation: int, key: Key) -> str:
    """Take ``key`` back: its certificate with the revocation, in armour, kept for everybody who asks.

    It opens what was encrypted to it all the same. Raises ``UnusableKeyError`` where it cannot revoke itself.
    """
    try:
        certificate = pysequoia.Cert.from_bytes(key.public.encode())
        signature = certificate.revoke(pysequoia.Tsk.from_bytes(key.armoured.encode()).certifier())
        taken_back = str(pysequoia.Cert.from_bytes(bytes(certificate) + bytes(signature)))
    except RuntimeError as error:
        first = (str(error).splitlines() or [""])[0][:200]
        raise UnusableKeyError(f"the OpenPGP key {key.fingerprint} cannot revoke itself: {first}") from None
    kept.in_place(_revoked(organisation, key.fingerprint), taken_back)
    return taken_back


def revocations(organisation: int) -> dict[str, str]:
    """Certificates that were taken back, in armour, by fingerprint."""
    found = sorted(keys.retired_folder(organisation).glob("*.revoked"))
    return {file.stem: file.read_text() for file in found}


def succeeded(organisation: int, old: Key, new: Key, name: str, at: datetime) -> str:
    """The old key's own word that the new one takes its place, signed; "" where the old one cannot sign any more."""
    if not old.can_sign:
        return ""
    text = (
        f"From {at:%Y-%m-%d} on the OpenPGP key of {name} is\n\n    {new.fingerprint}\n\n"
        f"It takes the place of the key\n\n    {old.fingerprint}\n\n"
        "which signs this. What is encrypted to the old key is still read.\n"
    )
    signed = old.clear_signed(text)
    kept.in_place(_succession(organisation, new.fingerprint), signed)
    return signed


def succession(organisation: int, fingerprint: str) -> str:
    """What the key before it signed about the key ``fingerprint``; "" where there is no such word."""
    try:
        return _succession(organisation, fingerprint).read_text()
    except FileNotFoundError:
        return ""


def _revoked(organisation: int, fingerprint: str) -> Path:
    return keys.retired_folder(organisation) / f"{fingerprint}.revoked"


def _succession(organisation: int, fingerprint: str) -> Path:
    return keys.retired_folder(organisation) / f"{fingerprint}.succession"
