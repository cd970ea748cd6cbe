"""Words that the desk keeps for a client, and cannot read without what that client alone has."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(words: str, *, desk: str, client: str, about: str) -> str:
    """``words`` sealed by both secrets together, bound to ``about``; base64."""
    nonce = secrets.token_bytes(12)
    sealed = _cipher(desk, client).encrypt(nonce, words.encode(), about.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, desk: str, client: str, about: str) -> str | None:
    """The words again; None where a secret is another one than it was."""
    content = base64.b64decode(sealed)
    try:
        return _cipher(desk, client).decrypt(content[:12], content[12:], about.encode()).decode()
    except InvalidTag:
        return None


def _cipher(desk: str, client: str) -> ChaCha20Poly1305:
    salt = hashlib.sha256(client.encode()).digest()
    return ChaCha20Poly1305(
        HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"troth desk answer").derive(desk.encode())
    )
