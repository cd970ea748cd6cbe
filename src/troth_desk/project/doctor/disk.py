"""Is there room for the next reports? A desk that cannot write takes none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import EVENTS

LEAST = 512 * 2**20
"""Bytes: five of the largest reports with all their files."""
NARROW = 5 * 2**30
"""Bytes below which somebody should see to it."""
LEAST_FILES = 10_000
"""Files that can still be made; each attachment is one."""


def _look(desk: Desk) -> Iterator[Finding]:
    seen = set()
    for folder in (settings.DATA_DIRECTORY, Path(settings.ATTACHMENTS_FOLDER)):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        device = there.stat().st_dev
        if device not in seen:
            seen.add(device)
            yield _room(there)


def _room(folder: Path) -> Finding:
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    said = f"{free / 2**30:.1f} GB are free for {folder}"
    if free < LEAST:
        return unsafe(f"{said}: the next report with files may not fit.", "Make room now, or move the data folder.")
    if found.f_files and found.f_favail < LEAST_FILES:
        return at_risk(f"{said}, but only {found.f_favail} more files can be made there.", "Take small files away.")
    if free < NARROW:
        return at_risk(f"{said}.", "Make room, or move the data folder to a larger disk.")
    return safe(f"{said}.")


CHECK = Check(name="disk", asks="Is there room for the next reports?", applies=(EVENTS,), look=_look)
