"""What a source holds, file by file: a folder, a ZIP file, a tar archive, each bounded and never unpacked to disk."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.advisories.zips import LARGEST_MEMBER, Member, members, safe

MOST_FILES = 20_000_000
GROWTH = 40
"""A compressed archive may inflate to this many times its size, and ``SLACK`` more."""
SLACK = 64 * 1024 * 1024
PASSED_OVER = frozenset({".git", ".github", "node_modules", "__pycache__"})
"""Folders without advisories."""


def is_zip(path: Path) -> bool:
    """Whether the file at ``path`` is a ZIP file by its first bytes, or says so by its name."""
    return path.suffix == ".zip" or _start(path, 4) in (b"PK\x03\x04", b"PK\x05\x06")


def is_tar(path: Path) -> bool:
    """Whether the file at ``path`` is a tar archive by its name."""
    return path.name.endswith((".tar", ".tar.gz", ".tgz"))


def archive(path: Path) -> Iterator[Member]:
    """Every file of the ZIP or tar archive at ``path``.

    Raises:
        RefusedUpdateError: it is cut, damaged or hostile.
    """
    return members(path) if is_zip(path) else _tar(path)


def files(folder: Path) -> Iterator[Path]:
    """Every regular file below ``folder``; links are not followed.

    Raises:
        UnreachableError: a folder cannot be read.
    """
    waiting, seen = [folder], 0
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    seen += 1
                    if seen > MOST_FILES:
                        raise RefusedUpdateError(f"{folder} holds more than {MOST_FILES} files")
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in PASSED_OVER:
                            waiting.append(Path(entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        yield Path(entry.path)
        except OSError as error:
            raise UnreachableError(f"{here} cannot be read: {error.strerror}") from None


def content(path: Path) -> bytes:
    """The bytes of the file at ``path``, inflated where its name ends in ".gz".

    Raises:
        RefusedUpdateError: it is too large or damaged.
        UnreachableError: it cannot be read.
    """
    try:
        with path.open("rb") as opened:
            read = opened.read(LARGEST_MEMBER + 1)
    except OSError as error:
        raise UnreachableError(f"{path} cannot be read: {error.strerror}") from None
    return inflated(path.name, _bounded(path.name, read))


def inflated(name: str, content: bytes) -> bytes:
    """``content``, inflated where ``name`` ends in ".gz".

    Raises:
        RefusedUpdateError: it is damaged or too large.
    """
    if not name.endswith(".gz"):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as opened:
            return _bounded(name, opened.read(LARGEST_MEMBER + 1))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RefusedUpdateError(f"{name[:80]} is damaged: {error}", "fetch it again") from None


def _bounded(name: str, content: bytes) -> bytes:
    if len(content) > LARGEST_MEMBER:
        raise RefusedUpdateError(f"{name[:80]} is larger than {LARGEST_MEMBER // (1024 * 1024)} MiB")
    return content


def _tar(path: Path) -> Iterator[Member]:
    most = path.stat().st_size * GROWTH + SLACK
    try:
        with path.open("rb") as opened:
            packed = path.name.endswith(("gz", ".tgz"))
            stream: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=opened) if packed else opened
            bounded = _Bounded(stream, most, path.name)
            with tarfile.open(fileobj=bounded, mode="r|") as tar:  # type: ignore[call-overload]  # a stream reads, no more
                yield from _tar_members(tar, path.name)
            while bounded.read(1 << 16):
                pass  # to the end, where a compressed stream compares its checksum
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError) as error:
        raise RefusedUpdateError(f"{path.name} is damaged: {error}", "fetch it again") from None


def _tar_members(tar: tarfile.TarFile, name: str) -> Iterator[Member]:
    known: list[tarfile.TarInfo] = vars(tar)["members"]
    for member in tar:
        del known[:]  # or tarfile keeps all it has seen
        if not safe(member.name):
            raise RefusedUpdateError(f"{name} holds a name that leads out of it: {member.name[:80]!r}")
        if member.size > LARGEST_MEMBER:
            raise RefusedUpdateError(f"{name} holds {member.name[:80]!r} of {member.size} bytes")
        opened = tar.extractfile(member) if member.isreg() else None
        if opened:
            yield Member(member.name, opened.read())


class _Bounded:
    """A stream that refuses to give more than ``most`` bytes in all."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, most: int, name: str) -> None:
        self._stream, self._left, self._name = stream, most, name

    def read(self, count: int) -> bytes:
        read = self._stream.read(count)
        self._left -= len(read)
        if self._left < 0:
            raise RefusedUpdateError(f"{self._name} inflates to more than {GROWTH} times its size", "it may be a bomb")
        return read


def _start(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(count)
    except OSError as error:
        raise UnreachableError(f"{path} cannot be read: {error.strerror}") from None
