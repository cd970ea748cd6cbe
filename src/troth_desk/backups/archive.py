"""The container of a backup: a tar file (POSIX.1-1988 ustar), written and read as a stream, one member at a time.

Its members, in this order: ``BACKUP.json`` says what it is; ``keys/…``; ``rows/TABLE/NNNNNN.jsonl.gz``; ``files/…``;
``MANIFEST.jsonl``, name, size and SHA-256 of each member before it; ``SIGNED.json``, a DSSE envelope over the digest of
the manifest. A reader takes regular members of such names alone, each with all of its bytes, and no member after the
last. What a hostile archive could do with links, paths, devices or extended headers is not implemented here.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from troth_desk.backups.refusal import DamagedBackupError, NoBackupError

FORMAT = 1
"""Version of the container and of what the members hold."""
SECRETS = {
    "SECRET_KEY": ("TROTH_DESK_SECRET_KEY", "keys/session"),
    "SIGNING_KEY": ("TROTH_DESK_SIGNING_KEY", "keys/signing.pem"),
    "ATTACHMENT_KEY": ("TROTH_DESK_ATTACHMENT_KEY", "keys/attachments"),
    "FACTOR_KEY": ("TROTH_DESK_FACTOR_KEY", "keys/factors"),
    "WEBHOOK_KEY": ("TROTH_DESK_WEBHOOK_KEY", "keys/webhooks"),
}
"""Secrets of the settings: the name by which the environment may give each, and where a backup has it."""

FIRST, MANIFEST, SIGNED = "BACKUP.json", "MANIFEST.jsonl", "SIGNED.json"
STATEMENT = "application/vnd.troth.desk-backup+json"
"""The type of what is signed at the end of a backup."""
NAME = re.compile(
    r"(?:keys|rows|files)(?:/[A-Za-z0-9_@=+,-][A-Za-z0-9._@=+,-]*)+|BACKUP\.json|MANIFEST\.jsonl|SIGNED\.json"
)
"""Names of members. No part begins with a dot: nothing leads upwards, nothing is hidden."""
LONGEST_NAME = 100
"""Characters: what a header of tar takes in one piece."""
LONGEST_TEXT = 64 * 2**20
"""Bytes of a member that is read as one piece."""
PIECE = 2**20
_BLOCK = tarfile.BLOCKSIZE


class Sink(Protocol):
    """What can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take ``data``."""


class Writer:
    """Writes members to ``out`` and keeps their lines for the manifest in ``lines``, a temporary file."""

    def __init__(self, out: Sink, lines: IO[bytes]) -> None:
        self.members = 0
        self.size = 0
        self._out = out
        self._lines = lines

    def add(self, name: str, data: bytes) -> None:
        """A member of ``data``."""
        self.stream(name, len(data), lambda _: iter((data,)))

    def stream(self, name: str, size: int, pieces: Callable[[int], Iterator[bytes]]) -> None:
        """A member of exactly ``size`` bytes; ``pieces(size)`` gives them."""
        digest, written = hashlib.sha256(), 0
        self._write(_header(name, size))
        for piece in pieces(size):
            digest.update(piece)
            written += len(piece)
            self._write(piece)
        if written != size:
            raise NoBackupError(f"{name} changed while it was read; make the backup again")
        self._write(b"\0" * (-size % _BLOCK))
        self.members += 1
        if name not in {MANIFEST, SIGNED}:
            self._lines.write(line(name, size, digest.hexdigest()))

    def manifest(self) -> str:
        """Write the member of all lines; its SHA-256."""
        self._lines.flush()
        size = self._lines.tell()
        self._lines.seek(0)
        digest = hashlib.sha256()

        def pieces(_: int) -> Iterator[bytes]:
            while piece := self._lines.read(PIECE):
                digest.update(piece)
                yield piece

        self.stream(MANIFEST, size, pieces)
        return digest.hexdigest()

    def end(self) -> None:
        """Two empty blocks, as tar ends."""
        self._write(b"\0" * (2 * _BLOCK))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self.size += len(data)


@dataclass(slots=True)
class Member:
    """A member while it is read: take all of ``pieces`` before the next one."""

    name: str
    size: int
    pieces: Iterator[bytes]

    def whole(self, most: int = LONGEST_TEXT) -> bytes:
        """All of it at once; raises ``DamagedBackupError`` where that is more than ``most`` bytes."""
        if self.size > most:
            raise DamagedBackupError(f"{self.name} says that it has {self.size} bytes, more than any desk writes")
        return b"".join(self.pieces)


def members(source: IO[bytes]) -> Iterator[Member]:
    """The members of a stream in their order; raises ``DamagedBackupError`` at the first thing that no desk writes."""
    seen: set[str] = set()  # of names that a member may have once; rows and files are held against the manifest
    while True:
        header = _exactly(source, _BLOCK)
        if header.count(0) == _BLOCK:
            _exactly(source, _BLOCK)  # tar ends by two of them
            break
        member = _member(header, source, first=not seen)
        if member.name in seen:
            raise DamagedBackupError(f"{member.name} is in it twice")
        if "/" not in member.name:
            seen.add(member.name)
        yield member
        for _ in member.pieces:  # what was not taken
            pass
        if _exactly(source, -member.size % _BLOCK).strip(b"\0"):
            raise DamagedBackupError(f"there is something behind {member.name} that belongs to nothing")
    if SIGNED not in seen:
        raise DamagedBackupError("it ends before its signature: it was cut off")
    while rest := source.read(PIECE):
        if rest.strip(b"\0"):
            raise DamagedBackupError("there is something behind its end")


def line(name: str, size: int, sha256: str) -> bytes:
    """What the manifest says of a member."""
    return json.dumps({"name": name, "sha256": sha256, "size": size}).encode() + b"\n"


def member_name(folder: str, path: str) -> str | None:
    """The name of a file as a member; None for one that is no file of a desk (hidden, or with other letters)."""
    name = f"{folder}/{path}"
    return name if NAME.fullmatch(name) and len(name) <= LONGEST_NAME else None


def _header(name: str, size: int) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header.tobuf(tarfile.GNU_FORMAT)  # the same as ustar for such names; larger sizes in base 256


def _member(header: bytes, source: IO[bytes], *, first: bool) -> Member:
    try:
        found = tarfile.TarInfo.frombuf(header, "ascii", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError, ValueError) as error:
        raise DamagedBackupError(
            "it is no backup of a desk; where it is encrypted, give --passphrase-file or --secret-key"
            if first
            else "a member cannot be read: it was changed"
        ) from error
    if first and found.name != FIRST:
        raise DamagedBackupError("it is a tar file, but no backup of a desk")
    if found.type != tarfile.REGTYPE or found.size < 0 or not NAME.fullmatch(found.name):
        raise DamagedBackupError(f"it holds {found.name[:80]!r}, which no desk writes")
    return Member(found.name, found.size, _pieces(source, found.size))


def _pieces(source: IO[bytes], size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = source.read(min(left, PIECE))
        if not piece:
            raise DamagedBackupError("it was cut off")
        left -= len(piece)
        yield piece


def _exactly(source: IO[bytes], size: int) -> bytes:
    return b"".join(_pieces(source, size))
