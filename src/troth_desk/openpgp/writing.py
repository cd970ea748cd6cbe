"""Mail that goes out: signed, and encrypted where keys of its receivers are known (PGP/MIME, RFC 3156).

Sequoia writes, GnuPG and everything since reads it. The subject travels inside ("protected headers"), and outside
stands what may be read by everybody on the way.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from copy import copy
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, EmailPolicy

import pysequoia

from troth_desk.openpgp import certificates as others
from troth_desk.openpgp import entities, keys
from troth_desk.openpgp.certificates import UnusableCertificateError
from troth_desk.openpgp.keys import UnusableKeyError

__all__ = ("NO_SUBJECT", "UnusableCertificateError", "seal", "sign", "wire")

logger = logging.getLogger(__name__)

NO_SUBJECT = "..."
"""The subject of an encrypted mail as everybody sees it on its way: what programs for mail write there."""
_VERSION = (
    b"Content-Type: application/pgp-encrypted\r\n"
    b"Content-Description: PGP/MIME version identification\r\n\r\nVersion: 1\r\n"
)
_ENCRYPTED = (
    b'Content-Type: application/octet-stream; name="encrypted.asc"\r\n'
    b'Content-Disposition: inline; filename="encrypted.asc"\r\n\r\n'
)
_SIGNATURE = (
    b'Content-Type: application/pgp-signature; name="signature.asc"\r\n'
    b"Content-Description: OpenPGP digital signature\r\n"
    b'Content-Disposition: attachment; filename="signature.asc"\r\n\r\n'
)
_IDS = frozenset({"message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"})
"""Headers of ids in angle brackets, which are folded between them and nowhere else."""
_SAFE: EmailPolicy[EmailMessage] = SMTP.clone(cte_type="7bit", max_line_length=76)
"""What is signed must arrive as it was written, through servers that know seven bits (RFC 3156 §3)."""


def seal(
    message: EmailMessage, certificates: Sequence[str], organisation_id: int, *, subject: str = NO_SUBJECT
) -> EmailMessage:
    """``message`` encrypted to ``certificates`` and to the key of the organisation, and signed by that key.

    ``subject`` stands outside in place of the message's own, which is read inside. Without a key of the organisation
    that can sign, it is encrypted all the same.

    Raises:
        UnusableCertificateError: nothing can be encrypted to one of ``certificates``, or there is none.
    """
    receivers = [others.usable(each) for each in certificates]
    if not receivers:
        raise UnusableCertificateError("no key to encrypt to was given")
    key = _own(organisation_id)
    own = pysequoia.Cert.from_bytes(key.public.encode()) if key and key.can_sign else None
    signer = pysequoia.Tsk.from_bytes(key.armoured.encode()).signer() if key and key.can_sign else None
    inner = _content(message, protected=True)
    sealed = pysequoia.encrypt(inner, recipients=[*receivers, *([own] if own else [])], signer=signer)
    boundary = f"troth-{secrets.token_hex(16)}"
    parts = [
        _VERSION,
        _ENCRYPTED + entities.canonical(sealed),
    ]
    kind = f'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="{boundary}"'
    return _made(message, kind, parts, subject)


def sign(message: EmailMessage, organisation_id: int) -> EmailMessage:
    """``message`` in clear under the signature of the organisation; as it is where the organisation cannot sign."""
    key = _own(organisation_id)
    if key is None or not key.can_sign:
        return message
    content = _content(message, protected=False)
    signer = pysequoia.Tsk.from_bytes(key.armoured.encode()).signer()
    signature = pysequoia.sign(signer, content, mode=pysequoia.SignatureMode.DETACHED)
    boundary = f"troth-{secrets.token_hex(16)}"
    parts = [
        content,
        _SIGNATURE + entities.canonical(signature),
    ]
    kind = f'multipart/signed; micalg="pgp-sha512"; protocol="application/pgp-signature"; boundary="{boundary}"'
    return _made(message, kind, parts, None)


class Wire(EmailMessage):
    """A mail whose bytes are settled: a signature holds for these alone. ``settled`` are they, with CRLF."""

    settled: bytes = b""

    def as_bytes(self, unixfrom: bool = False, policy: object = None, linesep: str = "\r\n") -> bytes:  # noqa: ARG002, FBT001, FBT002 - Django's own signature
        """The settled bytes, with line ends ``linesep``."""
        return self.settled if linesep == "\r\n" else self.settled.replace(b"\r\n", linesep.encode())


def wire(message: EmailMessage) -> Wire:
    """``message`` as it goes to the mail server; what was sealed or signed goes as it is."""
    if isinstance(message, Wire):
        return message
    content = _content(message, protected=False)
    return _settled(_head(message, None) + b"MIME-Version: 1.0\r\n" + content)


def _own(organisation_id: int) -> keys.Key | None:
    try:
        return keys.key(organisation_id)
    except UnusableKeyError as error:
        logger.warning("mail of organisation %s goes out without a signature: %s", organisation_id, error)
        return None


def _content(message: EmailMessage, *, protected: bool) -> bytes:
    """What stands inside: the content with its own headers, and the subject where it is hidden outside."""
    inner = copy(message)
    for name in {name.lower() for name in message}:
        if not _is_content(name) and not (protected and name == "subject"):
            del inner[name]
    if "Content-Type" not in inner:
        inner["Content-Type"] = "text/plain; charset=utf-8"
    if protected:
        inner.set_param("protected-headers", "v1")
    return inner.as_bytes(policy=_SAFE)


def _made(message: EmailMessage, kind: str, parts: Sequence[bytes], subject: str | None) -> Wire:
    head = _head(message, subject) + b"MIME-Version: 1.0\r\nContent-Type: " + kind.replace("; ", ";\r\n ").encode()
    return _settled(entities.joined(head, list(parts)))


def _head(message: EmailMessage, subject: str | None) -> bytes:
    """The headers that do not tell of the content, each ending with a line end; ``subject`` in place of its own."""
    outer = EmailMessage(policy=_SAFE)
    ids: list[bytes] = []
    for name, value in message.items():
        if name.lower() in _IDS:
            # The library writes an id that is longer than a line as an encoded word, which is another id.
            ids.append(f"{name}: ".encode() + b"\r\n ".join(str(value).encode("ascii").split()) + b"\r\n")
        elif not _is_content(name) and name.lower() != "mime-version":
            outer[name] = subject if name.lower() == "subject" and subject is not None else value
    return outer.as_bytes(policy=_SAFE).removesuffix(b"\r\n") + b"".join(ids)


def _is_content(name: str) -> bool:
    return name.lower().startswith("content-")


def _settled(content: bytes) -> Wire:
    parsed = BytesParser(Wire, policy=SMTP).parsebytes(content)
    if not isinstance(parsed, Wire):
        raise TypeError("the parser makes what it is told to make")
    parsed.settled = content
    return parsed
