"""A backup a day by the worker, where ``TROTH_DESK_BACKUPS`` names a folder; the newest ones stay, older ones go.

It is made by a process of its own, so that clocks and mails do not wait for it. Which process makes it is settled by a
row that there can be once: where several workers run, one makes the backup, and where that one dies, the next one does
once its lease is over.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from troth_desk.backups import child, sealing
from troth_desk.backups.refusal import NoBackupError
from troth_desk.backups.sealing import Lock
from troth_desk.tenants import leases
from troth_desk.tenants.models import Backup

PERIOD = timedelta(hours=24)
"""From the begin of one backup to that of the next."""
AGAIN = timedelta(hours=1)
"""After a failure."""
LEASE = timedelta(minutes=10)
"""For how long a process that makes a backup may be silent before another one believes it dead."""
KEPT = 14
"""Backups that stay, where nobody says otherwise."""
PASSPHRASE, CERTIFICATE = "TROTH_DESK_BACKUPS_PASSPHRASE", "TROTH_DESK_BACKUPS_CERTIFICATE"
WITHOUT_KEYS, KEEP = "TROTH_DESK_BACKUPS_WITHOUT_KEYS", "TROTH_DESK_BACKUPS_KEEP"
NAMED = "desk-{:%Y%m%dT%H%M%SZ}.tbk"
_spawning = multiprocessing.get_context("spawn")


def is_due(at: datetime) -> bool:
    """Whether a backup should be made at ``at``: a folder is named, and the last one or the last failure is old."""
    if not settings.BACKUPS_FOLDER or _is_fresh(at):
        return False
    tried = Backup.objects.filter(scheduled=True).exclude(failure="").order_by("pk").last()
    return tried is None or not leases.ahead(tried.began_at + AGAIN, at, AGAIN)


def _is_fresh(at: datetime) -> bool:
    """Whether the last backup that was made is younger than a day, and not of a clock that was ahead."""
    made = Backup.objects.filter(failure="", ended_at__isnull=False, scheduled=True).order_by("pk").last()
    return made is not None and leases.ahead(made.began_at + PERIOD, at, PERIOD)


def claim(at: datetime) -> Backup | None:
    """The row of the backup that this process makes; None where another one is at it, or has made it by now."""
    going = Backup.objects.filter(scheduled=True, ended_at=None, failure="")
    going.filter(leases.free(at, LEASE)).update(failure="the process that made it ended", claimed_until=None)
    try:
        with transaction.atomic():
            row = Backup.objects.create(began_at=at, scheduled=True, claimed_until=at + LEASE)
            if not _is_fresh(at):  # asked again now that nobody else can begin one: another may have ended since
                return row
            transaction.set_rollback(True)
            return None
    except IntegrityError:
        return None


def start(row: Backup) -> None:
    """Have it made by a process of its own, which ends with this one."""
    process = _spawning.Process(target=child.main, args=(row.pk, os.getpid()), name="backup")
    process.start()
    atexit.register(process.kill)  # no daemon, which could not have the process that seals; so it is ended here


def make(row: Backup) -> None:
    """Make the backup of ``row`` and take old ones away; how it went stands in the row."""
    from troth_desk import clock
    from troth_desk.backups import making

    folder = Path(settings.BACKUPS_FOLDER)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f".{NAMED.partition('{')[0]}*.partial"):  # of one that was killed
            left.unlink()
        lock = locked()
        path = folder.absolute() / NAMED.format(row.began_at)
        made = making.make(path, lock, keys=not _says(WITHOUT_KEYS), at=row.began_at, progress=_Alive(row))
    except (NoBackupError, OSError) as error:
        making.end(row, None, str(error), at=clock.now())
        return
    making.end(row, made, "", at=clock.now())
    rotate(folder, kept())


def locked() -> Lock:
    """How scheduled backups are sealed, by the environment; raises ``NoBackupError`` where that cannot be used."""
    phrase = _given(PASSPHRASE)
    if phrase and len(phrase) < sealing.SHORTEST:
        raise NoBackupError(f"{PASSPHRASE} has fewer than {sealing.SHORTEST} characters")
    files = [Path(each) for each in os.environ.get(CERTIFICATE, "").split(os.pathsep) if each]
    return sealing.Lock(phrase, tuple(sealing.certificate_in(each) for each in files))


def kept() -> int:
    """How many backups stay: at least one."""
    said = os.environ.get(KEEP, "")
    return max(1, int(said)) if said.isdecimal() else KEPT


def rotate(folder: Path, number: int) -> list[Path]:
    """Take away all but the ``number`` newest scheduled backups of ``folder``; which. Other files there stay."""
    whole = Backup.objects.filter(scheduled=True, failure="", ended_at__isnull=False).order_by("-pk")
    gone = [
        folder / name for name in whole.values_list("name", flat=True)[number:] if name and (folder / name).is_file()
    ]
    for path in gone:
        path.unlink()
    return gone


def _given(name: str) -> str:
    file = os.environ.get(f"{name}_FILE", "")
    return os.environ.get(name, "") or (Path(file).read_text().strip() if file else "")


def _says(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "yes", "true"}


class _Alive:
    """Renews the lease while the backup grows."""

    def __init__(self, row: Backup) -> None:
        self._row, self._last = row, time.monotonic()

    def __call__(self, *_: object) -> None:
        if time.monotonic() - self._last > LEASE.total_seconds() / 10:
            self._last = time.monotonic()
            from troth_desk import clock

            Backup.objects.filter(pk=self._row.pk).update(claimed_until=clock.now() + LEASE)
