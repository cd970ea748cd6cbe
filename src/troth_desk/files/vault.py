"""Files from outside, encrypted at rest: outside of the web root, named by chance, opened by the desk's key alone.

Each file has a key of its own (HKDF-SHA256, RFC 5869, of the desk's key and a salt) and is a row of chunks, each sealed
by ChaCha20-Poly1305 (RFC 8439). The nonce counts the chunks and marks the last one, as in the STREAM construction
(Hoang, Reyhanitabar, Rogaway, Vizár 2015), so that a chunk that is changed, moved, left out or cut off is noticed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from troth_desk import kept

CHUNK = 64 * 1024
"""Bytes of plain content in a chunk; the last one holds what is left, which may be none."""
_MAGIC = b"troth file 1\n"
_SALT = 32
_TAG = 16
_MARK = 8
"""Bytes of the digest of the desk's key in the header: tells a wrong key from a damaged file."""
_HEADER = len(_MAGIC) + _MARK + _SALT


class DamagedFileError(Exception):
    """A kept file cannot be opened; the message says why, and what to do."""


class Vault:
    """A folder of sealed files. ``secret`` is the desk's attachment key, any text of 128 bits or more."""

    def __init__(self, folder: Path, secret: str) -> None:
        if len(secret) < 22:
            raise ValueError("the attachment key needs 22 characters or more: python -c 'import secrets; …'")
        self._folder = folder
        self._secret = secret.encode()

    def path(self, stored_as: str) -> Path:
        """Where the file lies; raises ``ValueError`` for a name that the vault did not give."""
        if len(stored_as) != 32 or not set(stored_as) <= set("0123456789abcdef"):
            raise ValueError("no name of a kept file")
        return self._folder / stored_as[:2] / stored_as

    def writer(self) -> Writer:
        """A new file, to be written and closed; nothing of it is ever plain on the disk."""
        stored_as = secrets.token_hex(16)
        path = self.path(stored_as)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept.sync(path.parent.parent)
        salt = secrets.token_bytes(_SALT)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        header = _MAGIC + self._mark() + salt
        return Writer(stored_as, path, os.fdopen(descriptor, "wb"), self._cipher(salt), header)

    def read(self, stored_as: str) -> Iterator[bytes]:
        """The content, chunk by chunk, each proven before it is given; raises ``DamagedFileError``."""
        path = self.path(stored_as)
        try:
            opened = path.open("rb")
        except OSError as error:
            raise DamagedFileError(
                f"The file is not in the attachments folder ({error.strerror}). Restore it from a backup."
            ) from error
        with opened as file:
            header = _piece(file, _HEADER)
            if not header.startswith(_MAGIC) or len(header) != _HEADER:
                raise DamagedFileError("The file was changed on the disk. Restore it from a backup.")
            if header[len(_MAGIC) : len(_MAGIC) + _MARK] != self._mark():
                raise DamagedFileError(
                    "The file was sealed with another key. Set TROTH_DESK_ATTACHMENT_KEY to that key."
                )
            yield from _opened(file, self._cipher(header[-_SALT:]), header)

    def prove(self, stored_as: str, sha256: str) -> None:
        """Read all of it once; raises ``DamagedFileError`` where it is not what it was when it came."""
        digest = hashlib.sha256()
        for chunk in self.read(stored_as):
            digest.update(chunk)
        if digest.hexdigest() != sha256:
            raise DamagedFileError("The file is not the one that was received. Restore it from a backup.")

    def remove(self, stored_as: str) -> None:
        """Take a file away that belongs to nothing (a report that was refused)."""
        self.path(stored_as).unlink(missing_ok=True)

    def lying(self) -> Iterator[tuple[str, float]]:
        """Every file of the vault by its name, and when it was written last (seconds since the epoch)."""
        for path in self._folder.glob("??/*"):
            try:
                mine = path == self.path(path.name) and path.is_file() and not path.is_symlink()
                written = path.stat().st_mtime
            except (ValueError, FileNotFoundError):  # no name that the vault gave, or taken away meanwhile
                continue
            if mine:
                yield path.name, written

    def _cipher(self, salt: bytes) -> ChaCha20Poly1305:
        derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"troth desk attachment").derive(self._secret)
        return ChaCha20Poly1305(derived)

    def _mark(self) -> bytes:
        return hashlib.sha256(b"troth desk attachment key mark" + self._secret).digest()[:_MARK]


class Writer:
    """Seals what is written; ``size`` bytes of plain content so far, ``sha256`` their digest in hexadecimal."""

    def __init__(self, stored_as: str, path: Path, file: BinaryIO, cipher: ChaCha20Poly1305, header: bytes) -> None:
        self.stored_as = stored_as
        self.size = 0
        self._path = path
        self._file = file
        self._cipher = cipher
        self._header = header
        self._waiting = bytearray()
        self._count = 0
        self._digest = hashlib.sha256()
        file.write(header)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    @property
    def sha256(self) -> str:
        """Of the plain content written so far."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> None:
        """Seal ``content``, chunk by chunk; less than a chunk waits in memory."""
        self.size += len(content)
        self._digest.update(content)
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def close(self) -> None:
        """Seal what waits as the last chunk, and have it on the disk, its name in the folder too."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        kept.sync(self._path.parent)

    def discard(self) -> None:
        """Leave nothing behind."""
        self._path.unlink(missing_ok=True)
        with suppress(OSError):  # what waits in the buffer may find no room, and nobody wants it any more
            self._file.close()

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, last=last), content, self._header))
        self._count += 1


def _opened(file: BinaryIO, cipher: ChaCha20Poly1305, header: bytes) -> Iterator[bytes]:
    count = 0
    sealed = _piece(file, CHUNK + _TAG)
    while True:
        following = _piece(file, CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(count, last=not following), sealed, header)
        except InvalidTag as error:
            raise DamagedFileError("The file was changed or cut off on the disk. Restore it from a backup.") from error
        if not following:
            return
        sealed = following
        count += 1


def _piece(file: BinaryIO, size: int) -> bytes:
    """The next ``size`` bytes; what the disk no longer gives is damaged, as what it gives wrong is."""
    try:
        return file.read(size)
    except OSError as error:
        raise DamagedFileError(
            f"The file cannot be read from the disk ({error.strerror}). Restore it from a backup."
        ) from error


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\1" if last else b"\0")
