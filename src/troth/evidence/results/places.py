"""Folders of the user, outside of every checked tree: state that must last, and caches that may go."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def state() -> Path:
    """Where the key lies (XDG Base Directory Specification 0.8, ``XDG_STATE_HOME``)."""
    return _base("XDG_STATE_HOME", ".local/state")


def cache() -> Path:
    """Where digests and versions are remembered (``XDG_CACHE_HOME``)."""
    return _base("XDG_CACHE_HOME", ".cache")


def is_ours(path: Path) -> bool:
    """Whether ``path`` is a regular file of this user that nobody else may write."""
    try:
        facts = path.lstat()
    except (OSError, ValueError):
        return False
    own = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
    return stat.S_ISREG(facts.st_mode) and own and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put ``data`` at ``path`` in one step: a reader sees the old file or the new one.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def _base(variable: str, usual: str) -> Path:
    named = Path(os.environ.get(variable) or "")
    return (named if named.is_absolute() else Path.home() / usual) / "troth"
