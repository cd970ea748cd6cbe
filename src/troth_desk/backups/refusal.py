"""Why there is no backup, or why one cannot be brought back: sentences for whoever runs the desk."""

from __future__ import annotations


class NoBackupError(Exception):
    """Nothing was written, or nothing is brought back; the message says why and what to do."""


class DamagedBackupError(NoBackupError):
    """The file is not what a desk wrote: cut off, changed, or something else altogether."""
