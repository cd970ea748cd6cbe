"""Signed envelopes: DSSE 1.0 (https://github.com/secure-systems-lab/dsse), signed by Ed25519 (RFC 8032).

The signature covers the type of what is signed together with its bytes, so that one is never taken for the other. The
id of a key is the SHA-256 of its SubjectPublicKeyInfo in DER, in hexadecimal; it helps to find a key and proves
nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LARGEST = 8 * 1024 * 1024
"""Bytes of the largest envelope that is read."""
MOST_SIGNATURES = 16
"""Signatures of an envelope that are tried; more are no envelope of ours."""


class NotAnEnvelopeError(ValueError):
    """The bytes are no envelope; the message says what is wrong, for people."""


class BadSignatureError(ValueError):
    """No signature of the envelope was made by one of the trusted keys; the message says which keys signed."""


class NoCryptographyError(ImportError):
    """The library that verifies signatures is not installed."""


class Signature(msgspec.Struct, frozen=True):
    """One signature: ``keyid`` is a hint, ``sig`` base64."""

    sig: str
    keyid: str = ""


class Envelope(msgspec.Struct, frozen=True):
    """What is signed (``payload``, base64), its type, and the signatures."""

    payloadType: str  # noqa: N815 -- the name that the specification gives
    payload: str
    signatures: tuple[Signature, ...]

    @property
    def content(self) -> bytes:
        """What was signed, decoded.

        Raises:
            NotAnEnvelopeError: it is no base64.
        """
        return decoded(self.payload)

    @property
    def signed(self) -> bytes:
        """The bytes that signatures cover.

        Raises:
            NotAnEnvelopeError: the payload is no base64.
        """
        return pre_authentication(self.payloadType, self.content)


def pre_authentication(payload_type: str, payload: bytes) -> bytes:
    """PAE of the specification: what is signed in place of the payload alone."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def parse(data: bytes) -> Envelope:
    """The envelope that ``data`` holds as JSON; whether anything about it is true is not looked at.

    Raises:
        NotAnEnvelopeError: it is none, or larger than ``LARGEST``.
    """
    if len(data) > LARGEST:
        raise NotAnEnvelopeError(f"it is larger than {LARGEST // 1024 // 1024} MB")
    try:
        envelope = msgspec.json.decode(data, type=Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAnEnvelopeError(f"it is no signed envelope (DSSE): {str(error)[:160]}") from None
    if not 1 <= len(envelope.signatures) <= MOST_SIGNATURES:
        raise NotAnEnvelopeError(f"it has {len(envelope.signatures)} signatures; between 1 and {MOST_SIGNATURES} count")
    try:
        envelope.payloadType.encode()
    except UnicodeEncodeError:
        raise NotAnEnvelopeError("its type is no text") from None
    return envelope


def verify(envelope: Envelope, keys: Iterable[str]) -> str:
    """The id of the first of ``keys`` (PEM, one or several in a text) that signed ``envelope``.

    Every signature is tried with every key: the id that stands beside a signature is written by whoever hands it in.

    Raises:
        BadSignatureError: none of them did.
        NotAnEnvelopeError: the payload is no base64.
        NoCryptographyError: signatures cannot be verified here.
        ValueError: a key cannot be read.
    """
    signed = envelope.signed
    trusted = {key_id(one): one for one in public_keys(keys)}
    for name, key in trusted.items():
        for signature in envelope.signatures:
            if _made_by(key, signature, signed):
                return name
    said = ", ".join(sorted({each.keyid[:16] or "?" for each in envelope.signatures}))
    raise BadSignatureError(f"it is not signed by a key that is trusted here (it names {said})")


def _made_by(key: Ed25519PublicKey, signature: Signature, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra, and only signatures need it

    try:
        key.verify(decoded(signature.sig), signed)
    except (InvalidSignature, NotAnEnvelopeError):
        return False
    return True


def public_keys(texts: Iterable[str]) -> list[Ed25519PublicKey]:
    """The Ed25519 keys in PEM that ``texts`` hold, in their order.

    Raises:
        ValueError: a text holds none, or one of another kind.
        NoCryptographyError: keys cannot be read here.
    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415
    except ImportError:
        raise NoCryptographyError("signatures are verified by cryptography: pip install 'troth[proofs]'") from None
    found = []
    for text in texts:
        blocks = [block + _END for block in text.split(_END)[:-1] if _BEGIN in block]
        if not blocks:
            raise ValueError("it holds no public key in PEM (-----BEGIN PUBLIC KEY-----)")
        for block in blocks:
            try:
                key = load_pem_public_key(block[block.index(_BEGIN) :].encode())
            except (ValueError, UnsupportedAlgorithm):
                raise ValueError("it holds a public key that cannot be read") from None
            if not isinstance(key, Ed25519PublicKey):
                raise ValueError("it holds a public key of another kind than Ed25519")  # noqa: TRY004 -- a bad value
            found.append(key)
    return found


_BEGIN, _END = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"


def key_id(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key's SubjectPublicKeyInfo, in hexadecimal."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - an extra

    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def decoded(text: str) -> bytes:
    """Bytes of base64, in the standard or the URL-safe alphabet, as the specification lets both be read.

    Raises:
        NotAnEnvelopeError: it is none.
    """
    try:
        return base64.b64decode(text.translate(_STANDARD).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise NotAnEnvelopeError("its payload or a signature is no base64") from None


_STANDARD = str.maketrans("-_", "+/")
