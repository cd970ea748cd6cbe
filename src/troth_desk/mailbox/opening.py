"""A mail with OpenPGP in it, opened as if it had come in clear; every other one as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from troth_desk.mailbox import headers
from troth_desk.mailbox.headers import Mail
from troth_desk.openpgp.certificates import Found
from troth_desk.openpgp.reading import Signature, SignatureState, open_mail
from troth_desk.tenants.models import Organisation

_OPENPGP = re.compile(
    rb"-----BEGIN PGP |application/(?:x-)?pgp|^autocrypt:|\.(?:gpg|pgp|asc)\b", re.IGNORECASE | re.MULTILINE
)
_LONGEST_TYPE = 4_000
"""Characters of a header of types with which a mail is handed on: its reader takes quadratic time for longer ones."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail in clear. ``signatures`` are fingerprint and state of each, ``failure`` says what could not be opened.

    ``certificates`` are OpenPGP keys that it brought; whose they are is theirs to say.
    """

    mail: Mail
    encrypted: bool = False
    signatures: tuple[tuple[str, str], ...] = ()
    failure: str = ""
    certificates: tuple[Found, ...] = ()


def opened(raw: bytes, mail: Mail, organisation: Organisation, known: Iterable[str] = ()) -> Opened:
    """``mail`` (parsed from ``raw``) opened with the keys of ``organisation``, its signatures verified by ``known``."""
    if not _OPENPGP.search(raw) and not _within_base64(mail):
        return Opened(mail)
    if any(_too_long(part) for part in mail.walk()):
        return Opened(mail, failure="Its headers are too long for what is encrypted or signed in it to be looked at.")
    found = open_mail(raw, organisation.pk, known)
    return Opened(
        mail=found.message,
        encrypted=found.encrypted,
        signatures=tuple((each.fingerprint, _state(each)) for each in found.signatures),
        failure=found.failure,
        certificates=found.certificates,
    )


def _within_base64(mail: Mail) -> bool:
    """Whether a text of it holds OpenPGP that its transfer encoding hides."""
    texts = (part for part in mail.walk() if headers.content_type(part).startswith("text/"))
    for part in texts:
        if headers.raw(part, "content-transfer-encoding").strip().lower() in {"base64", "quoted-printable"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and b"-----BEGIN PGP " in content:
                return True
    return False


def _too_long(part: Mail) -> bool:
    return any(
        len(value) > _LONGEST_TYPE
        for name in ("content-type", "content-disposition", "content-transfer-encoding", "mime-version")
        for value in headers.all_of(part, name)
    )


def _state(signature: Signature) -> str:
    """What a signature is worth, in words behind "signature:"."""
    state = str(signature.state.value)
    if signature.state is SignatureState.GOOD:
        parts = ("" if signature.whole else "not over all of it", "by a key that came with it" * signature.came_along)
        return ", ".join(filter(None, (state, *parts)))
    return state
