"""Lockfiles of every ecosystem, one file per format, each entry with its place; ``READERS`` lists them."""

from __future__ import annotations

from troth.evidence.lockfiles import (
    cargo_lock,
    go_mod,
    go_sum,
    package_lock,
    pdm_lock,
    pipfile_lock,
    poetry_lock,
    pylock,
    requirements_txt,
    uv_lock,
)
from troth.evidence.lockfiles.checksummed import LOCKFILES, Kind, every_entry_hashed
from troth.evidence.lockfiles.reader import Locked, Reader

READERS = (
    cargo_lock.READER,
    uv_lock.READER,
    poetry_lock.READER,
    pdm_lock.READER,
    pylock.READER,
    pipfile_lock.READER,
    requirements_txt.READER,
    go_mod.READER,
    go_sum.READER,
    package_lock.READER,
)
"""Every format that is read."""

__all__ = ["LOCKFILES", "READERS", "Kind", "Locked", "Reader", "every_entry_hashed"]
