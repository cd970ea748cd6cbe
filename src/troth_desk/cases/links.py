"""The secret of a link: what of it is kept."""

from __future__ import annotations

import hashlib


def digest_of_link(secret: str) -> str:
    """What is kept of the secret of a link: its SHA-256. It has 256 random bits, so that no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
