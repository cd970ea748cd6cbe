"""Digests of the files of a tree, remembered between runs by what the file system says of each file."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from troth.evidence.results import places

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest file that is digested; a larger one is never unchanged."""
MOST_REMEMBERED = 400_000
LARGEST_MEMORY = 128 * 1024 * 1024
"""Bytes of the largest file of remembered digests that is read."""
_RACY = 20_000_000
"""Nanoseconds: a file that changed so shortly before it was looked at may change again within one tick of the clock of
the file system, and is not remembered."""
_Facts = tuple[int, int, int, int]


class _Memory(msgspec.Struct):
    """What was remembered of one tree: for each path its facts (size, mtime, ctime, inode) and its digest."""

    root: str
    files: dict[str, tuple[_Facts, str]]


class Rooted(Protocol):
    """A tree: where it is."""

    @property
    def root(self) -> Path:
        """Its folder, without links."""


class Digests:
    """Digests (BLAKE2b, 32 bytes, hexadecimal) of files of ``tree``.

    A file whose size, times and inode are those of last time keeps its digest: the time of the last change of an inode
    cannot be set back without setting the clock. What is remembered lies in the user's cache, not in the tree.
    """

    def __init__(self, tree: Rooted, folder: Path | None = None) -> None:
        self._root = str(tree.root)
        name = hashlib.blake2b(self._root.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        self._path = (folder or places.cache() / "digests") / f"{name}.msgpack"
        self._known = self._load()
        self._new: dict[str, tuple[_Facts, str]] = {}
        self._begin = 0
        self._hashed = False
        self._done: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The digest of ``path``; a word that is none where it is no file that can be read."""
        if path not in self._done:
            self._done[path] = self._digest(path)
        return self._done[path]

    def whole(self, paths: Iterable[str]) -> str:
        """One digest of all ``paths``: their names and contents, in order of the names."""
        digest = hashlib.blake2b(digest_size=32)
        for path in sorted(set(paths)):
            digest.update(f"{path}\0{self.of(path)}\n".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def save(self) -> None:
        """Remember what was digested anew; where the cache cannot be written, the next run digests again."""
        if not self._hashed:
            return
        files = {**self._known, **self._new}
        if len(files) > MOST_REMEMBERED:
            files = self._new
        with suppress(OSError):
            places.write(self._path, msgspec.msgpack.encode(_Memory(self._root, files)))
        self._hashed = False

    def _digest(self, path: str) -> str:
        name = f"{self._root}/{path}"
        try:
            facts = os.lstat(name)
            if stat.S_ISLNK(facts.st_mode):
                return f"link to {os.readlink(name)}"  # noqa: PTH115 -- thousands of files: strings are faster
            if not stat.S_ISREG(facts.st_mode):
                return "no file"
            told = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
            known = self._known.get(path)
            if known is not None and known[0] == told:
                return known[1]
            if facts.st_size > LARGEST:
                return f"too large, {told}"
            return self._hash(path, name, told)
        except (OSError, ValueError):
            return "absent"

    def _hash(self, path: str, name: str, told: _Facts) -> str:
        begin = self._started()
        with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=32)).hexdigest()
        if max(told[1], told[2]) < begin - _RACY:
            self._new[path] = (told, found)
            self._hashed = True
        return found

    def _started(self) -> int:
        """The time of the file system's clock before the first file was digested, 0 where it cannot be told."""
        if not self._begin:
            mark = self._path.with_name(f"mark.{secrets.token_hex(8)}")
            try:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                mark.touch(exist_ok=False)
                self._begin = mark.stat().st_mtime_ns
                mark.unlink()
            except OSError:
                self._begin = 1
        return self._begin

    def _load(self) -> dict[str, tuple[_Facts, str]]:
        try:
            if not places.is_ours(self._path) or self._path.stat().st_size > LARGEST_MEMORY:
                return {}
            memory = msgspec.msgpack.decode(self._path.read_bytes(), type=_Memory)
        except (OSError, msgspec.MsgspecError):
            return {}
        return memory.files if memory.root == self._root else {}
