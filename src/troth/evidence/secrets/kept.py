"""What was found in contents before, kept in ``.troth/`` so that only new contents are looked through.

A tree could bring a ``.troth/`` of its own that says "nothing found". So what is kept is signed with the user's key,
which no tree knows; without it, or where git holds the file, it is as if nothing were kept. No value is ever kept.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.results import places
from troth.evidence.results.key import key
from troth.evidence.results.store import TOP

FILE = f"{TOP}/secrets.json"
LARGEST = 64 * 1024 * 1024
"""Bytes of what is kept of one tree."""
MOST_CONTENTS = 200_000
"""Contents of trees and pasts that are kept while nobody asks for the past."""
_PURPOSE = b"secrets 1\0"
_IGNORE = b"# Kept by Troth for this checkout and signed by its user.\n*\n"


class Found(msgspec.Struct, frozen=True, kw_only=True, array_like=True, omit_defaults=True):
    """One finding in a content, without the value. ``marks`` are the exceptions of the tree that let its value pass."""

    rule: str
    line: int
    end_line: int
    fingerprint: str
    grade: str
    why: str
    checked: bool = False
    excuse: str = ""
    marks: tuple[str, ...] = ()
    inner: str = ""
    witnesses: tuple[str, ...] = ()


class _Store(msgspec.Struct):
    digest: str
    engine: str
    contents: dict[str, tuple[Found, ...]]


class _Signed(msgspec.Struct):
    code: str
    store: msgspec.Raw


class Kept:
    """The findings of contents that were looked through with the same engine, rules and exceptions: ``digest``."""

    def __init__(self, repository: Repository, digest: str) -> None:
        self._folder = repository.root / TOP
        self._foreign = FILE in repository.tracked
        self._key = None if self._foreign else key(make=True)
        self.digest = digest
        self.engine = ""
        self._contents = self._load()
        self._changed = False

    def of(self, key: str) -> tuple[Found, ...] | None:
        """Findings of the content ``key``; None where it was not looked through yet."""
        return self._contents.get(key)

    def add(self, found: Mapping[str, Iterable[Found]]) -> None:
        """Keep what was found now."""
        for name, findings in found.items():
            self._contents[name] = tuple(findings)
        self._changed = self._changed or bool(found)

    def save(self, asked: Iterable[str], *, whole: bool) -> None:
        """Write what is known of the contents ``asked`` for; others go where ``whole`` says that nothing else is there.

        A tree that cannot be written keeps nothing, and is looked through anew each time.
        """
        wanted = {name: self._contents[name] for name in asked if name in self._contents}
        if not whole and len(self._contents) <= MOST_CONTENTS:
            wanted = self._contents
        if self._key is None or not (self._changed or len(wanted) < len(self._contents)):
            return
        store = msgspec.json.encode(_Store(self.digest, self.engine, wanted))
        signed = msgspec.json.encode(_Signed(self._key.sign(_PURPOSE + store), msgspec.Raw(store)))
        if len(signed) > LARGEST or self._folder.is_symlink():
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            ignore = self._folder / ".gitignore"
            if not os.path.lexists(ignore):
                places.write(ignore, _IGNORE, 0o644)
            places.write(self._folder / Path(FILE).name, signed)

    def _load(self) -> dict[str, tuple[Found, ...]]:
        data = _read(self._folder / Path(FILE).name)
        if data is None or self._key is None:
            return {}
        try:
            signed = msgspec.json.decode(data, type=_Signed)
            if not self._key.knows(_PURPOSE + bytes(signed.store), signed.code):
                return {}
            store = msgspec.json.decode(signed.store, type=_Store)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return {}
        self.engine = store.engine
        return store.contents if store.digest == self.digest else {}


def _read(path: Path) -> bytes | None:
    """Bytes of a plain file whose folder is no link; None where there is none."""
    try:
        if path.parent.is_symlink():
            return None
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            facts = os.fstat(handle)
            return file.read(LARGEST) if stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST else None
    except OSError:
        return None
