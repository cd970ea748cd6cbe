"""Which Troth is it? Facts of its own files: another one may read and judge otherwise, even under the same number."""

from __future__ import annotations

import os
import sys

import troth


def facts() -> list[str]:
    """Version, interpreter, and place, time and size of every file of the package."""
    found = [troth.__version__, sys.version]
    waiting = [os.path.dirname(troth.__file__ or "")]  # noqa: PTH120 - hundreds of files: strings are faster
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting += [entry.path] if entry.name != "__pycache__" else []
                else:
                    found.append(f"{entry.path} {entry.stat().st_mtime_ns} {entry.stat().st_size}")
    return sorted(found)
