"""The folder ``.troth/results`` of the tree: results go in signed, and come out only where the signature is ours.

A hostile tree may bring a ``.troth/`` of its own. What it says counts only where the user's key signed it and git does
not hold it; anything else is a gap.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.results import places
from troth.evidence.results.key import Key
from troth.evidence.results.record import SCHEMA, Kept
from troth.terms.answer import Gap
from troth.terms.span import Span

TOP = ".troth"
FOLDER = f"{TOP}/results"
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest result that is read."""
_TOOL = re.compile(r"[a-z0-9][a-z0-9._ -]{0,80}")
_IGNORE = b"# Results of tools, kept by Troth for this checkout and signed by its user.\n*\n"


class _Signed(msgspec.Struct):
    """A file of the folder: the code of the bytes that stand for ``result``."""

    code: str
    result: msgspec.Raw


class Found(msgspec.Struct, frozen=True):
    """What is kept of a tool, or why it does not count; neither where there is nothing."""

    kept: Kept | None = None
    gap: Gap | None = None


class Store:
    """Results of one tree. Without a key nothing that lies there counts."""

    def __init__(self, repository: Repository, key: Key | None) -> None:
        self._repository = repository
        self._key = key
        self.top = repository.root / TOP
        self.folder = repository.root / FOLDER

    def find(self, tool: str) -> Found:
        """The kept result of ``tool``."""
        name = file_name(tool)
        path = f"{FOLDER}/{name}"
        if not name or not os.path.lexists(self.folder / name):
            return Found()
        if path in self._repository.tracked:
            return _none(tool, path, "git holds it, so it came with the tree and not from a run of yours")
        data, reason = self._read(name)
        if data is None:
            return _none(tool, path, reason)
        if self._key is None:
            return _none(tool, path, "no key of yours is here to know it by")
        try:
            signed = msgspec.json.decode(data, type=_Signed)
            if not self._key.knows(bytes(signed.result), signed.code):
                return _none(tool, path, "it is not signed by your key: it was changed, or came from elsewhere")
            kept = msgspec.json.decode(signed.result, type=Kept)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return _none(tool, path, "it is no result that this version of Troth can read")
        if kept.schema != SCHEMA or kept.tool != tool:
            return _none(tool, path, "it is the result of another tool or version of Troth")
        return Found(kept)

    def tools(self) -> tuple[str, ...]:
        """Names of the tools of which something lies there."""
        if not self._is_there():
            return ()
        try:
            names = sorted(entry.name for entry in os.scandir(self.folder))
        except OSError:
            return ()
        return tuple(name.removesuffix(".json").replace("+", " ") for name in names if name.endswith(".json"))

    def put(self, kept: Kept) -> str:
        """Keep ``kept``; the reason where that cannot be done, else ""."""
        name = file_name(kept.tool)
        if self._key is None or not name:
            return "no key could be made in your own state folder"
        for folder in (self.top, self.folder):
            if os.path.lexists(folder) and not _is_folder(folder):
                return f"{folder.relative_to(self._repository.root)} is no folder"
        if any(path.startswith(f"{TOP}/") for path in self._repository.tracked):
            return f"git holds files of {TOP}: remove them (git rm -r --cached {TOP})"
        body = msgspec.json.encode(kept)
        if len(body) > LARGEST:
            return f"it is larger than {LARGEST // 2**20} MiB"
        data = msgspec.json.encode(_Signed(self._key.sign(body), msgspec.Raw(body)))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError), (self.top / ".gitignore").open("xb") as file:
                file.write(_IGNORE)
            places.write(self.folder / name, data)
        except OSError as error:
            return error.strerror or "it cannot be written"
        return ""

    def _is_there(self) -> bool:
        """Whether the folder is one, and lies in the tree: no link leads to it."""
        return _is_folder(self.top) and _is_folder(self.folder)

    def _read(self, name: str) -> tuple[bytes | None, str]:
        """Bytes of a regular file right in the folder, or why there are none; links are never followed."""
        if not self._is_there():
            return None, f"{FOLDER} is a link or no folder"
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return None, "it is no regular file"
                data = file.read(LARGEST + 1)
        except OSError as error:
            return None, error.strerror or "it cannot be read"
        return (None, f"it is larger than {LARGEST // 2**20} MiB") if len(data) > LARGEST else (data, "")


def file_name(tool: str) -> str:
    """The name of the file that holds the result of ``tool``; "" for a name that no tool has."""
    return f"{tool.replace(' ', '+')}.json" if _TOOL.fullmatch(tool) else ""


def _none(tool: str, path: str, reason: str) -> Found:
    return Found(gap=Gap(wanted=f"the kept result of {tool}", reason=reason, span=Span(path)))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
