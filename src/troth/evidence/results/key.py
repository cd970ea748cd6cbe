"""The key by which a result is known to be the user's own: a tree can bring files, but not this."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import msgspec

from troth.evidence.results import places
from troth.terms.errors import TrothError

VARIABLE = "TROTH_RESULTS_KEY"
"""Environment variable with a secret that several jobs share, so that one can use what the other kept."""
SHORTEST = 16
"""Characters of the shortest secret that is taken from ``VARIABLE``."""
_SIZE = 32
_PURPOSE = b"troth result 1\0"


class Key(msgspec.Struct, frozen=True):
    """A secret of 32 bytes that signs results (HMAC-SHA-256, RFC 2104)."""

    secret: bytes

    def __repr__(self) -> str:
        return "Key(…)"

    def sign(self, data: bytes) -> str:
        """The code of ``data``, in hexadecimal."""
        return hmac.new(self.secret, _PURPOSE + data, hashlib.sha256).hexdigest()

    def knows(self, data: bytes, code: str) -> bool:
        """Whether ``code`` is that of ``data``."""
        return hmac.compare_digest(self.sign(data).encode(), code.encode("utf-8", "replace"))


def key(*, make: bool = False) -> Key | None:
    """The key of this user or job; None where there is none yet and none is to be made.

    Raises:
        TrothError: there is one and it cannot be used.
    """
    told = os.environ.get(VARIABLE, "")
    if told:
        if len(told) < SHORTEST:
            raise TrothError(
                f"{VARIABLE} is shorter than {SHORTEST} characters", "give it a long random secret of your CI"
            )
        return Key(hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=_SIZE).digest())
    path = places.state() / "results.key"
    if not os.path.lexists(path):
        return _make(path) if make else None
    return _read(path)


def _read(path: Path) -> Key:
    try:
        if not places.is_ours(path) or path.stat().st_mode & 0o077:
            raise TrothError(f"{path} can be read by others", f"chmod 600 {path}, or remove it: old results are lost")
        secret = path.read_bytes()
    except OSError as error:
        raise TrothError(
            f"{path}: {error.strerror}", "remove it to have a new key made: old results are lost"
        ) from error
    if len(secret) != _SIZE:
        raise TrothError(f"{path} is no key", "remove it to have a new key made: old results are lost")
    return Key(secret)


def _make(path: Path) -> Key | None:
    """A new key; None where the folder of the user cannot be written. Of two that make one, the first wins."""
    secret = secrets.token_bytes(_SIZE)
    new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
        try:
            os.link(new, path)  # unlike a rename it never takes the place of a key that another has just made
        except FileExistsError:
            return _read(path)
        finally:
            new.unlink()
    except OSError:
        return None
    return Key(secret)
