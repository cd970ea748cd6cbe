"""Secrets in files that are made once: of several processes that start together all read the same one, none a half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def once(path: Path, make: Callable[[], str]) -> str:
    """The text of ``path``, made and kept there (mode 0600, folders 0700) where it does not exist yet.

    It is written aside and linked into place: whoever comes second finds the file of the first.
    """
    if not path.exists():
        aside = _aside(path, make)
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
        sync(path.parent)
    return path.read_text().strip()


def in_place(path: Path, text: str) -> None:
    """Keep ``text`` as ``path`` in place of what was there: whoever reads finds the old or the new one, none a half."""
    _aside(path, lambda: text).replace(path)
    sync(path.parent)


def _aside(path: Path, make: Callable[[], str]) -> Path:
    """A file beside ``path`` with what ``make`` makes, on the disk."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(make())
        opened.flush()
        os.fsync(opened.fileno())
    return Path(aside)


def sync(folder: Path) -> None:
    """Have the names in ``folder`` on the disk: a file that was written is found again after a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
