"""Bring a backup back: first all of it is read and compared, then it is written, into an empty place or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from troth.formats import dsse
from troth_desk.backups import archive, sealing
from troth_desk.backups.archive import FIRST, MANIFEST, SECRETS, SIGNED, STATEMENT, Member
from troth_desk.backups.refusal import DamagedBackupError, NoBackupError
from troth_desk.backups.sealing import Opener

LARGEST_PART = 256 * 2**20
"""Bytes of rows in one member, unpacked: a row holds no more than a pushed result, a part little more than a row."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A backup that was read whole and is what was signed: its first member, what was signed, the digest of it all."""

    first: dict[str, Any]
    signed: dict[str, Any]
    key: str
    digest: str

    @property
    def migrations(self) -> list[tuple[str, str]]:
        """Which changes of tables its release had made."""
        return [(app, name) for app, name in self.first["migrations"]]


@dataclass(slots=True)
class Restored:
    """What was brought back, and what of it is not as it should be."""

    looked: Looked
    rows: int = 0
    files: int = 0
    upgraded: int = 0
    differences: list[str] = field(default_factory=list)


def look(path: Path, opener: Opener, keys: Sequence[str] = ()) -> Looked:
    """Read all of a backup and write nothing.

    ``keys`` are public keys (PEM) that it must be signed by; without them it is held against the key that it brings.

    Raises:
        DamagedBackupError: it is not what a desk wrote; the message names the first thing.
        NoBackupError: it cannot be opened, or is of a later release.
    """
    digest = hashlib.sha256()
    first: dict[str, Any] = {}
    with tempfile.TemporaryFile() as lines, sealing.opening(path, opener) as source:
        envelope, manifest = b"", ""
        for member in archive.members(_Counted(source, digest)):  # type: ignore[arg-type] # reads, no more is asked
            if member.name == FIRST:
                data = member.whole()
                first = _first(data)
                lines.write(archive.line(member.name, member.size, hashlib.sha256(data).hexdigest()))
            elif member.name == MANIFEST:
                manifest = _compared(member, lines)
            elif member.name == SIGNED:
                envelope = member.whole()
            elif manifest:
                raise DamagedBackupError(f"{member.name} stands behind the manifest")
            else:
                lines.write(archive.line(member.name, member.size, _digest(member)))
    signed, key = _signed(envelope, keys)
    if signed.get("manifest") != manifest:
        raise DamagedBackupError("its manifest is not the one that was signed")
    if signed.get("keys") is not first.get("keys") or signed.get("at") != first.get("at"):
        raise DamagedBackupError("it says of itself what was not signed")
    return Looked(first, signed, key, digest.hexdigest())


def write(
    path: Path,
    opener: Opener,
    looked: Looked,
    folder: Path,
    take_rows: Callable[[str, Iterator[bytes]], None],
    keys_are_there: Callable[[], None],
) -> int:
    """Read it again and write it: files into ``folder``, the lines of rows to ``take_rows``; the number of files.

    ``keys_are_there`` is called once, before the first row. Raises ``DamagedBackupError`` where the file is another one
    than was looked at.
    """
    digest, files, begun = hashlib.sha256(), 0, False
    with sealing.opening(path, opener) as source:
        for member in archive.members(_Counted(source, digest)):  # type: ignore[arg-type] # likewise
            kind, _, rest = member.name.partition("/")
            if kind in {"rows", "files"} and not begun:
                keys_are_there()
                begun = True
            if kind == "rows":
                take_rows(rest.partition("/")[0], _lines(member))
            elif kind == "keys":
                _put(folder / member.name, member)
            elif kind == "files":
                _put(folder / rest, member)
                files += 1
        if not begun:
            keys_are_there()
    if digest.hexdigest() != looked.digest:
        raise DamagedBackupError("the file was changed while it was read")
    return files


def refuse_taken(folder: Path) -> None:
    """Raise ``NoBackupError`` where something lies in ``folder``."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NoBackupError(f"{folder} is not empty: a backup is brought back into an empty place alone")


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder`` that becomes it at the end of the block; an error leaves nothing behind."""
    refuse_taken(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".restoring", dir=folder.parent))
    try:
        yield made
        refuse_taken(folder)
        if folder.is_dir():
            folder.rmdir()
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def refuse_other_keys(folder: Path, environment: Mapping[str, str]) -> None:
    """Raise ``NoBackupError`` where the environment gives another secret than the backup brings."""
    for name, file in SECRETS.values():
        path = folder / file
        given = environment.get(name, "") or _text(environment.get(f"{name}_FILE", ""))
        if path.is_file() and given and path.read_text().strip() != given.strip():
            raise NoBackupError(
                f"{name} is set to another secret than the backup holds: take it out of the environment, and the desk "
                f"uses {file} of its data folder"
            )


def keep_public_keys(looked: Looked, folder: Path) -> None:
    """Where a backup brings no keys: what the desk signed before stays true under the key that it will sign by."""
    retired = folder / "keys" / "retired"
    if (folder / "keys" / "signing.pem").is_file():
        return
    retired.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, text in enumerate(looked.signed["public_keys"], 1):
        (retired / f"backup-{number}.pem").write_text(str(text))


class _Counted:
    """A stream, and the digest of what was read of it."""

    def __init__(self, source: IO[bytes], digest: Any) -> None:
        self._source, self._digest = source, digest

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._digest.update(data)
        return data


def _text(path: str) -> str:
    return Path(path).read_text() if path else ""


def _first(data: bytes) -> dict[str, Any]:
    found = _json(data, FIRST)
    said = found.get("troth_backup")
    if not isinstance(said, int):
        raise DamagedBackupError("it is no backup of a desk")
    if said > archive.FORMAT:
        raise NoBackupError(
            f"it was made by a later desk ({str(found.get('desk'))[:20]}, format {said}); "
            "bring it back with that release"
        )
    migrations, tables = found.get("migrations"), found.get("tables")
    whole = isinstance(migrations, list) and all(
        isinstance(each, list) and len(each) == 2 and all(isinstance(part, str) for part in each) for each in migrations
    )
    if not whole or not isinstance(tables, list) or not all(isinstance(each, str) for each in tables):
        raise DamagedBackupError(f"{FIRST} does not say which tables it holds")
    return found


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DamagedBackupError(f"{name} cannot be read") from error
    if not isinstance(found, dict):
        raise DamagedBackupError(f"{name} cannot be read")
    return found


def _digest(member: Member) -> str:
    digest = hashlib.sha256()
    for piece in member.pieces:
        digest.update(piece)
    return digest.hexdigest()


def _compared(member: Member, lines: IO[bytes]) -> str:
    """Hold the manifest against what was read, line by line; its SHA-256."""
    digest = hashlib.sha256()
    lines.flush()
    lines.seek(0)
    left = b""
    for piece in member.pieces:
        digest.update(piece)
        left += piece
        *whole, left = left.split(b"\n")
        for each in whole:
            _same(each + b"\n", lines.readline())
    if left or lines.readline():
        raise DamagedBackupError("its manifest was cut off")
    return digest.hexdigest()


def _same(said: bytes, found: bytes) -> None:
    if said == found:
        return
    try:
        name = str((json.loads(said) or {}).get("name"))[:200]
        other = json.loads(found)["name"] if found else ""
    except (ValueError, AttributeError, RecursionError):
        raise DamagedBackupError("its manifest cannot be read") from None
    raise DamagedBackupError(
        f"{name} is not what was backed up: its digest differs"
        if name == other
        else f"{name} is missing, or is out of its place"
    )


def _signed(envelope: bytes, keys: Sequence[str]) -> tuple[dict[str, Any], str]:
    """What was signed, and the id of the key that did."""
    _json(envelope, SIGNED)
    try:
        parsed = dsse.parse(envelope)
        claimed = json.loads(parsed.content)
        own = [str(each) for each in claimed["public_keys"]]
        key = dsse.verify(parsed, keys or own)
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        who = "the key that you gave" if keys else "the key that it names"
        raise DamagedBackupError(f"it is not signed by {who}: {error}") from error
    if parsed.payloadType != STATEMENT or not isinstance(claimed, dict) or not isinstance(claimed.get("tables"), dict):
        raise DamagedBackupError("what is signed in it is no backup")
    return claimed, key


def _lines(member: Member) -> Iterator[bytes]:
    """The lines of packed rows; what unpacks to more than any desk writes is refused."""
    unpacker = zlib.decompressobj(wbits=31)
    left, total = b"", 0
    try:
        for piece in member.pieces:
            data = piece
            while data:
                text = unpacker.decompress(data, archive.PIECE)
                data = unpacker.unconsumed_tail
                total += len(text)
                if total > LARGEST_PART:
                    raise DamagedBackupError(f"{member.name} unpacks to more than any desk writes")
                *whole, left = (left + text).split(b"\n")
                for each in whole:
                    yield each + b"\n"
    except zlib.error as error:
        raise DamagedBackupError(f"{member.name} cannot be unpacked") from error
    if left or not unpacker.eof:
        raise DamagedBackupError(f"{member.name} was cut off")


def _put(path: Path, member: Member) -> None:
    """A new file of the member's bytes, for the desk's user alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        for piece in member.pieces:
            opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())
