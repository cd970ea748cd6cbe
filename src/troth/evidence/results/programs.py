"""Which program it is and which version, known without starting it: by path, size and time of the executable."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from troth.evidence.results import places

MOST = 1_000
"""Executables whose versions are remembered."""


class Program(msgspec.Struct, frozen=True):
    """An executable as it lies there: another of these means another version."""

    path: str
    size: int
    changed: int

    @property
    def key(self) -> str:
        """One word for it."""
        return f"{self.path}|{self.size}|{self.changed}"


def program(path: str) -> Program | None:
    """The executable at ``path``, links followed; None where there is none."""
    real = os.path.realpath(path)
    try:
        facts = Path(real).stat()
    except (OSError, ValueError):
        return None
    return Program(real, facts.st_size, facts.st_mtime_ns)


class Versions:
    """Versions that executables have told, in the user's cache."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or places.cache()) / "versions.json"
        self._known = self._load()

    def of(self, which: Program) -> str:
        """The version of ``which``; "" where it never told one here."""
        return self._known.get(which.key, "")

    def learn(self, which: Program, version: str) -> None:
        """Remember that ``which`` is ``version``."""
        if not version or self._known.get(which.key) == version:
            return
        self._known = {**dict(list(self._known.items())[-MOST:]), which.key: version}
        with suppress(OSError):
            places.write(self._path, msgspec.json.encode(self._known))

    def _load(self) -> dict[str, str]:
        try:
            if not places.is_ours(self._path):
                return {}
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            return {}
