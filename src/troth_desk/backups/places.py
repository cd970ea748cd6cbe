"""Files that are there whole or not at all, and are never written over another one."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from troth_desk import kept
from troth_desk.backups.refusal import NoBackupError

PIECE = 2**20
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What disks without hard links answer; ``link(2)`` names EPERM."""


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file beside ``path`` that becomes it at the end of the block; an error leaves nothing behind.

    Raises ``NoBackupError`` where there is something already, or no folder.
    """
    if path.exists():
        raise NoBackupError(f"{path} is there already: nothing is ever written over it")
    if not path.parent.is_dir():
        raise NoBackupError(f"there is no folder {path.parent}")
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield aside
        try:
            _put(aside, path)
        except FileExistsError:
            raise NoBackupError(f"{path} was written by somebody else meanwhile") from None
        kept.sync(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def _put(aside: Path, path: Path) -> None:
    """Give a file its name, where nothing has it: by a link, or in place of an empty file on disks without links (FAT).

    Raises ``FileExistsError``.
    """
    try:
        os.link(aside, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        aside.replace(path)


def settled(path: Path) -> tuple[int, str]:
    """Have a file on the disk; its size in bytes and its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while piece := opened.read(PIECE):
            digest.update(piece)
        os.fsync(opened.fileno())
    return path.stat().st_size, digest.hexdigest()
