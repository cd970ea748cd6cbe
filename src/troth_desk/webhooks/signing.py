"""Secrets of webhooks and what is signed by them, as Standard Webhooks 1.0 has it.

Signed is ``id.timestamp.body`` by HMAC-SHA256; the header ``webhook-signature`` holds ``v1,`` and the signature in
base64, once for each secret that counts (https://github.com/standard-webhooks/standard-webhooks, "Verifying").
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PREFIX = "whsec_"
SIZE = 32
"""Bytes of a secret: the specification has 24 to 64."""


class SealedOtherwiseError(Exception):
    """The secret was sealed by another key than this desk has."""


def fresh() -> str:
    """A new secret as people copy it: "whsec_" and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SIZE)).decode()


def seal(secret: str) -> str:
    """``secret`` as it lies in the database."""
    return _cipher().encrypt(secret.encode()).decode()


def opened(sealed: str) -> str:
    """The secret again.

    Raises:
        SealedOtherwiseError: the desk has another key now.
    """
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealedOtherwiseError(
            "The secret was sealed by another TROTH_DESK_WEBHOOK_KEY than this desk has: make a new secret."
        ) from None


def headers(message_id: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The three headers that let a receiver see who sent ``body`` and when; ``keys`` are secrets, the newest first."""
    timestamp = str(int(at.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(message_id, timestamp, body, key) for key in keys),
    }


def _signature(message_id: str, timestamp: str, body: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.WEBHOOK_KEY.encode()).digest()))
