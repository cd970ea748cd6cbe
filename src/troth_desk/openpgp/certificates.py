"""Certificates (public keys) of others: read from what a mail brings or a person pastes, and judged for encrypting."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from functools import lru_cache

import pysequoia

from troth_desk import clock
from troth_desk.openpgp.home import NoGnuPGError, home

MOST = 5
"""Certificates that are taken out of one mail."""
LARGEST = 256 * 1024
"""Bytes of one certificate: signatures of strangers can make it any size."""
_BLOCK = re.compile(rb"-----BEGIN PGP PUBLIC KEY BLOCK-----.{20,400000}?-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL)


class UnusableCertificateError(ValueError):
    """Nothing can be encrypted to what was given; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A certificate: fingerprint in capital hexadecimal, ``armoured`` in ASCII armour, addresses it speaks for.

    ``source`` says how it came: "attached", "autocrypt", "pasted"; ``keys`` are the fingerprints of all its keys.
    """

    fingerprint: str
    armoured: str
    user_ids: tuple[str, ...]
    expires_at: datetime | None
    source: str = "attached"
    keys: frozenset[str] = frozenset()

    @property
    def halves(self) -> tuple[str, str]:
        """The fingerprint as people compare it: two halves in groups of four."""
        groups = [self.fingerprint[start : start + 4] for start in range(0, len(self.fingerprint), 4)]
        half = len(groups) // 2
        return " ".join(groups[:half]), " ".join(groups[half:])

    def speaks_for(self, address: str) -> bool:
        """Whether a user id of it has the mail ``address``; who made it wrote that there, so it proves nothing."""
        wanted = address.strip().lower()
        return bool(wanted) and any(address_of(user).lower() == wanted for user in self.user_ids)

    def holds_any(self, names: Collection[str]) -> bool:
        """Whether one of ``names``, fingerprints or ids of keys, is a key of it."""
        return any(key.endswith(name.upper()) for name in names if len(name) >= 16 for key in self.keys)


def read(text: str | bytes, source: str = "pasted") -> Found:
    """The one certificate that ``text`` holds, in armour or binary.

    Raises:
        UnusableCertificateError: it is none, a secret key, several, or too large.
    """
    data = text.encode() if isinstance(text, str) else text
    if b"PRIVATE KEY BLOCK" in data or any(tag in {5, 7} for tag, _ in packets(data)):
        raise UnusableCertificateError(
            "this is a secret key, which nobody but you should have; it was not kept. Give the public half: "
            "gpg --armor --export ADDRESS"
        )
    if len(data) > LARGEST:
        raise UnusableCertificateError(
            f"this key has more than {LARGEST // 1024} KiB; give it without the signatures of others: "
            "gpg --armor --export-options export-minimal --export ADDRESS"
        )
    return _read(data.strip() if data.lstrip().startswith(b"-----BEGIN") else data, source)


@lru_cache(maxsize=256)
def _read(data: bytes, source: str) -> Found:
    try:
        several = pysequoia.Cert.split_bytes(data)
        certificate = several[0] if len(several) != 1 else pysequoia.Cert.from_bytes(data)
    except Exception as error:  # noqa: BLE001 - a library of another language: what it raises for garbage is not said
        first = (str(error).splitlines() or [""])[0][:160]
        raise UnusableCertificateError(
            f"this is no OpenPGP key that can be read ({first}); give it as: gpg --armor --export ADDRESS"
        ) from None
    if len(several) != 1:
        raise UnusableCertificateError(f"this holds {len(several)} keys; give one: gpg --armor --export ADDRESS")
    fingerprint = certificate.fingerprint.upper()
    return Found(
        fingerprint=fingerprint,
        armoured=str(certificate),
        user_ids=tuple(str(each) for each in certificate.user_ids),
        expires_at=certificate.expiration,
        source=source,
        keys=_key_ids(bytes(certificate)) | {fingerprint},
    )


def within(content: bytes) -> list[Found]:
    """The certificates that stand in ``content`` as blocks of ASCII armour, as many as are taken."""
    if b"BEGIN PGP PUBLIC KEY BLOCK" not in content:
        return []
    found = []
    for block in _BLOCK.finditer(content[: 4 * LARGEST]):
        try:
            found.append(read(block.group(), "attached"))
        except UnusableCertificateError:
            continue
        if len(found) == MOST:
            break
    return found


def of_autocrypt(headers: Message) -> Iterator[Found]:
    """The certificate of an Autocrypt header (Autocrypt 1.1, §2.1); none where there are several, as it asks for."""
    given = headers.get_all("autocrypt") or []
    if len(given) != 1 or len(str(given[0])) > 2 * LARGEST:
        return
    attributes = dict(part.strip().partition("=")[::2] for part in str(given[0]).split(";"))
    address = attributes.get("addr", "").strip().lower()
    unknown = [
        name for name in attributes if name and name not in {"addr", "prefer-encrypt", "keydata"} and name[0] != "_"
    ]
    sender = address_of(str(headers.get("from") or "")).lower()
    if unknown or not address or address != sender:
        return
    try:
        yield read(base64.b64decode("".join(attributes.get("keydata", "").split()), validate=True), "autocrypt")
    except (binascii.Error, UnusableCertificateError):
        return


def usable(text: str) -> pysequoia.Cert:
    """The certificate of ``text``, to encrypt to; asked now, by the time of the machine, as OpenPGP does.

    Raises:
        UnusableCertificateError: it has ended, was revoked, or has no key that encrypts; or nobody can tell.
    """
    found = read(text)
    certificate = pysequoia.Cert.from_bytes(found.armoured.encode())
    if certificate.is_revoked:
        raise UnusableCertificateError(f"the key {found.fingerprint} was revoked by its holder")
    try:
        with home(agent=False) as at:
            capable = at.encrypts(found.armoured)
    except NoGnuPGError as error:
        raise UnusableCertificateError(f"nobody can tell whether the key is in use: {error}") from None
    # Sequoia encrypts to a key that has ended; GnuPG says which of its keys may be used now.
    if not capable and found.expires_at and found.expires_at <= clock.now():
        raise UnusableCertificateError(f"the key {found.fingerprint} ended on {found.expires_at:%Y-%m-%d}")
    if not capable:
        raise UnusableCertificateError(f"the key {found.fingerprint} has no key that encrypts, or that one has ended")
    return certificate


def address_of(user: str) -> str:
    """The mail address in a user id or a header: what stands in angle brackets, or all of it."""
    named = re.search(r"<([^<>]*)>\s*$", user)
    return (named.group(1) if named else user).strip()


def _key_ids(data: bytes) -> frozenset[str]:
    """Fingerprints of the keys in a binary certificate of version 4 (RFC 9580 §5.5.4.2)."""
    import hashlib

    found = set()
    for tag, body in packets(data):
        if tag in {6, 14} and body[:1] == b"\x04":
            found.add(hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body, usedforsecurity=False).hexdigest())
    return frozenset(each.upper() for each in found)


def packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and body of each packet of binary OpenPGP (RFC 9580 §4.2), as far as they are whole and not partial."""
    place = 0
    while place < len(data):
        first = data[place]
        place += 1
        if not first & 0x80:
            return
        if first & 0x40:
            tag, (length, place) = first & 0x3F, _new_length(data, place)
        else:
            tag, size = first >> 2 & 0x0F, 1 << (first & 3)
            length, place = int.from_bytes(data[place : place + size], "big"), place + size
        if length < 0 or place + length > len(data):
            return
        yield tag, data[place : place + length]
        place += length


def _new_length(data: bytes, place: int) -> tuple[int, int]:
    first = data[place] if place < len(data) else 255
    if first < 192:
        return first, place + 1
    if first < 224:
        return (first - 192 << 8) + (data[place + 1] if place + 1 < len(data) else 0) + 192, place + 2
    if first == 255:
        return int.from_bytes(data[place + 1 : place + 5], "big"), place + 5
    return -1, place
