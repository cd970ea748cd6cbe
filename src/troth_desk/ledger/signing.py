"""The desk's own signature: receipts, checkpoints and facts are signed by one Ed25519 key, in DSSE envelopes.

The private key comes from the environment (``TROTH_DESK_SIGNING_KEY``, PEM of PKCS #8), from the file that
``TROTH_DESK_SIGNING_KEY_FILE`` names, or from ``keys/signing.pem`` of the data folder, where it is made at the first
start. After a change of the key the public half of the old one goes into ``keys/retired/*.pem``: what it signed stays
true, nothing new is signed by it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings

from troth.formats import dsse
from troth.formats.dsse import BadSignatureError

BadSignature = BadSignatureError
"""Raised where a signature is not one of the desk's; a ``ValueError``."""


class UnusableKeyError(RuntimeError):
    """The configured private key is none that the desk can sign with."""


def envelope(payload_type: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """``payload`` signed by the desk: an envelope of DSSE, ready for JSON.

    ``payload_type`` is a media type of its own for each kind of thing that is signed, so that one is never taken for
    another. ``payload`` holds JSON values with string keys; it is written as canonical JSON (RFC 8785).

    Raises:
        UnusableKeyError: the configured key is no Ed25519 key.
    """
    body = rfc8785.dumps(dict(payload))
    signature = _private_key().sign(dsse.pre_authentication(payload_type, body))
    return {
        "payloadType": payload_type,
        "payload": base64.b64encode(body).decode(),
        "signatures": [{"keyid": key_id(), "sig": base64.b64encode(signature).decode()}],
    }


def verify(
    signed: Mapping[str, Any], public_keys: Iterable[str] | None = None, *, payload_type: str = ""
) -> dict[str, Any]:
    """What ``signed`` holds, where one of ``public_keys`` (PEM; the desk's own by default) signed it.

    ``payload_type`` is what it must be; give it wherever an envelope comes from outside.

    Raises:
        BadSignature: it is not signed by them, of another type, or no envelope at all.
    """
    try:
        given = dsse.parse(msgspec.json.encode(dict(signed)))
        dsse.verify(given, trusted_keys() if public_keys is None else list(public_keys))
        payload = msgspec.json.decode(given.content)
    except BadSignatureError:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise BadSignatureError(str(error)) from None
    if payload_type and given.payloadType != payload_type:
        raise BadSignatureError(f"it is {given.payloadType}, not {payload_type}")
    if not isinstance(payload, dict):
        raise BadSignatureError("what is signed is no JSON object")
    return payload


def public_key_pem() -> str:
    """The public half of the key that signs now, in PEM."""
    return _private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def key_id() -> str:
    """The id of the key that signs now: SHA-256 of its SubjectPublicKeyInfo, in hexadecimal."""
    return dsse.key_id(_private_key().public_key())


def trusted_keys() -> list[str]:
    """Public keys (PEM) of this desk: the one that signs now, and those that signed before it."""
    return [public_key_pem(), *settings.RETIRED_KEYS]


def _private_key() -> Ed25519PrivateKey:
    return _loaded(settings.SIGNING_KEY)


@lru_cache(maxsize=4)
def _loaded(text: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKeyError(
            f"the desk's signing key is no private key in PEM ({str(error)[:80]}); openssl genpkey -algorithm ed25519"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKeyError("the desk signs by Ed25519; make a key with: openssl genpkey -algorithm ed25519")
    return key
