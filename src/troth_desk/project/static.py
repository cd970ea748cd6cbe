"""Style and scripts under names that carry their digest, so that browsers keep them for good."""

from __future__ import annotations

import fcntl
import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class DigestStorage(ManifestStaticFilesStorage):
    """Names with digests once the files were gathered; without (Django's own development server) plain ones."""

    def stored_name(self, name: str) -> str:
        """The name of ``name`` with its digest."""
        return str(super().stored_name(name)) if self.hashed_files else name


def gather() -> bool:
    """Copy the files of every app into ``STATIC_ROOT`` under their digests; whether anything had changed.

    Several processes may do it at once: they take turns.
    """
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp, now = root / ".gathered", _stamp()
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == now:
            return False
        call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
        stamp.write_text(now)
    return True


def _stamp() -> str:
    """A digest of which files there are: names, sizes and times."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            size, changed = storage.size(path), storage.get_modified_time(path).timestamp()
            seen.update(f"{path} {size} {changed}\n".encode())
    return seen.hexdigest()
