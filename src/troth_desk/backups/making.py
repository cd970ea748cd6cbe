"""Make a backup: one instant of every row, then the files that the rows of that instant name, sealed and signed."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

import troth
from troth_desk.backups import archive, rows, sealing, snapshot
from troth_desk.backups.places import beside, settled
from troth_desk.backups.refusal import NoBackupError
from troth_desk.backups.sealing import Lock
from troth_desk.ledger import signing
from troth_desk.ledger.actions import signed_head
from troth_desk.ledger.models import Entry
from troth_desk.tenants.models import Backup, Organisation

PART = 4 * 2**20
"""Bytes of rows in a member, before they are packed; one row more where the last one goes beyond."""
NOT_FILES = ("desk.sqlite3", "static", "keys", "address")
"""What of the data folder is no file to keep: the database (its rows are kept), what is made anew, keys (sealed)."""
MOST_NAMED = 100
"""Files that are missing or were passed over, named in the backup."""

Progress = Callable[[str, int], None]
"""Told what is being done and how many bytes are written."""


@dataclass(slots=True)
class Made:
    """A backup that lies on the disk."""

    path: Path
    at: datetime
    size: int = 0
    sha256: str = ""
    rows: int = 0
    files: int = 0
    keys: bool = False
    sealed: bool = False
    missing: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    ledgers: list[dict[str, Any]] = field(default_factory=list)


def make(path: Path, lock: Lock, *, keys: bool, at: datetime, progress: Progress = lambda *_: None) -> Made:
    """Write a backup to ``path``, which is there whole or not at all; ``keys``: with the desk's own, by ``lock``.

    Raises:
        NoBackupError: nothing was written.
    """
    if keys and not lock:
        raise NoBackupError(
            "the desk's keys go into a sealed backup alone: give --passphrase-file FILE or --certificate FILE, or "
            "leave them out with --without-keys (then keep the folder keys elsewhere: no attachment is read without it)"
        )
    made = Made(path, at, keys=keys, sealed=bool(lock))
    try:
        with beside(path) as aside:
            with _output(aside, lock) as out, tempfile.TemporaryFile() as lines, snapshot.taken() as using:
                _write(archive.Writer(out, lines), using, made, progress)
            made.size, made.sha256 = settled(aside)
    except OSError as error:
        raise NoBackupError(f"the backup cannot be written: {error}") from error
    return made


def begin(*, scheduled: bool, at: datetime, until: datetime | None = None) -> Backup:
    """The row that tells of a backup that is being made; raises ``IntegrityError`` where a scheduled one is."""
    return Backup.objects.create(began_at=at, scheduled=scheduled, claimed_until=until)


def end(row: Backup, made: Made | None, failure: str, *, at: datetime) -> None:
    """Tell how it went."""
    if made is None:
        Backup.objects.filter(pk=row.pk).update(failure=failure[:300] or "unknown", claimed_until=None)
        return
    Backup.objects.filter(pk=row.pk).update(
        ended_at=at,
        claimed_until=None,
        name=made.path.name[:255],
        size=made.size,
        sha256=made.sha256,
        keys=made.keys,
        missing=len(made.missing),
    )


def _write(out: archive.Writer, using: str, made: Made, progress: Progress) -> None:
    kept = rows.tables(apps.get_models(include_auto_created=True))
    applied = MigrationRecorder(connections[using]).applied_migrations()
    first = {
        "troth_backup": archive.FORMAT,
        "desk": troth.__version__,
        "at": made.at.astimezone(UTC).isoformat(),
        "database": connections[using].vendor,
        "migrations": sorted(map(list, applied)),
        "tables": [model._meta.db_table for model in kept],  # noqa: SLF001 - Django's documented way
        "keys": made.keys,
    }
    out.add(archive.FIRST, json.dumps(first, indent=1).encode() + b"\n")
    organisations = list(Organisation.objects.using(using).order_by("pk").values_list("pk", flat=True))
    if made.keys:
        for name, text in sorted(_keys(organisations).items()):
            out.add(name, text)
    counted = {}
    for model in kept:
        table = model._meta.db_table  # noqa: SLF001 - likewise
        counted[table] = _table(out, model, using, organisations, progress)
        made.rows += counted[table].rows
    _missing(kept, using, organisations, made)
    _files(out, made, progress)
    _sign(out, using, organisations, counted, made)


def _table(
    out: archive.Writer, model: type[models.Model], using: str, organisations: list[int], progress: Progress
) -> rows.Count:
    table, count = model._meta.db_table, rows.Count()  # noqa: SLF001 - likewise
    waiting: list[bytes] = []
    size = part = 0
    for line in _lines(model, using, organisations):
        count.take(line)
        waiting.append(line)
        size += len(line)
        if size >= PART:
            part += 1
            out.add(f"rows/{table}/{part:06}.jsonl.gz", gzip.compress(b"".join(waiting), 6, mtime=0))
            waiting, size = [], 0
            progress(f"{table}: {count.rows} rows", out.size)
    if waiting:
        out.add(f"rows/{table}/{part + 1:06}.jsonl.gz", gzip.compress(b"".join(waiting), 6, mtime=0))
    count.highest = rows.last_number(model, using)
    progress(f"{table}: {count.rows} rows", out.size)
    return count


def _lines(model: type[models.Model], using: str, organisations: list[int]) -> Iterator[bytes]:
    if not rows.of_organisations(model):
        yield from rows.lines(model, using)
        return
    for organisation in organisations:
        with snapshot.within(organisation):
            yield from rows.lines(model, using, organisation)


def _keys(organisations: list[int]) -> dict[str, bytes]:
    """Every key that this desk works with, wherever it came from, as a file of the folder ``keys``."""
    found = {}
    folder = Path(settings.DATA_DIRECTORY) / "keys"
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = archive.member_name("keys", path.relative_to(folder).as_posix())
        if name and path.is_file() and not path.is_symlink():
            found[name] = path.read_bytes()
    for setting, (_, file) in archive.SECRETS.items():
        found[file] = str(getattr(settings, setting)).encode()
    for organisation in organisations if settings.OPENPGP_KEY else ():
        found[f"keys/openpgp/organisation-{organisation}.asc"] = settings.OPENPGP_KEY.encode()
    return found


def _missing(kept: list[type[models.Model]], using: str, organisations: list[int], made: Made) -> None:
    """Names of sealed files that rows tell of and that do not lie in the folder."""
    folder = Path(settings.ATTACHMENTS_FOLDER)
    for model in kept:
        if not any(each.attname == "stored_as" for each in rows.fields(model)):
            continue
        for organisation in organisations:
            with snapshot.within(organisation):
                found = model._base_manager.using(using).filter(organisation_id=organisation)  # noqa: SLF001 - likewise
                for name in found.values_list("stored_as", flat=True).iterator(chunk_size=rows.AT_A_TIME):
                    if name and not (folder / name[:2] / name).is_file():
                        made.missing.append(name)


def _files(out: archive.Writer, made: Made, progress: Progress) -> None:
    folder = Path(settings.DATA_DIRECTORY)
    for path in _walked(folder):
        inside = path.relative_to(folder).as_posix()
        name = archive.member_name("files", inside)
        if name is None:
            made.skipped.append(inside)
            continue
        try:
            with path.open("rb") as opened:
                out.stream(name, os.fstat(opened.fileno()).st_size, partial(_read, opened))
        except FileNotFoundError:
            continue  # taken away since: no row of the instant names it, or it is told as missing
        made.files += 1
        progress(f"files: {made.files}", out.size)


def _walked(folder: Path) -> Iterator[Path]:
    """Regular files of the data folder, but for ``NOT_FILES`` and backups that lie in it; no link is followed."""
    own = settings.BACKUPS_FOLDER
    for place, folders, names in os.walk(folder):
        here = Path(place)
        top = here == folder
        folders[:] = sorted(
            each
            for each in folders
            if not (top and each in NOT_FILES) and not (own and here / each == Path(own)) and not each.startswith(".")
        )
        for name in sorted(names):
            path = here / name
            if path.is_symlink() or not path.is_file() or (top and name.startswith(NOT_FILES)):
                continue
            if not name.endswith((".partial", ".lock")):
                yield path


def _read(opened: IO[bytes], size: int) -> Iterator[bytes]:
    """Exactly ``size`` bytes: what is written behind them meanwhile belongs to no row of the instant."""
    while size and (piece := opened.read(min(size, archive.PIECE))):
        size -= len(piece)
        yield piece


def _sign(
    out: archive.Writer, using: str, organisations: list[int], counted: dict[str, rows.Count], made: Made
) -> None:
    for organisation in organisations:
        with snapshot.within(organisation):
            newest = Entry.objects.using(using).filter(organisation_id=organisation).order_by("-seq").first()
            if newest is not None:
                head = signed_head(newest, made.at)
                told = {
                    "organisation": organisation,
                    "entries": newest.seq,
                    "digest": newest.digest,
                    "checkpoint": head,
                }
                made.ledgers.append(told)
    digest = out.manifest()
    statement = {
        "backup": archive.FORMAT,
        "at": made.at.astimezone(UTC).isoformat(),
        "desk": troth.__version__,
        "manifest": digest,
        "members": out.members,
        "keys": made.keys,
        "organisations": len(organisations),
        "tables": {
            table: {"rows": count.rows, "sha256": count.sha256, "last": count.highest}
            for table, count in counted.items()
        },
        "ledgers": made.ledgers,
        "public_keys": signing.trusted_keys(),
        "missing": made.missing[:MOST_NAMED],
        "skipped": made.skipped[:MOST_NAMED],
    }
    out.add(archive.SIGNED, json.dumps(signing.envelope(archive.STATEMENT, statement)).encode() + b"\n")
    out.end()


@contextmanager
def _output(path: Path, lock: Lock) -> Iterator[IO[bytes]]:
    if lock:
        with sealing.sealing(path, lock) as out:
            yield out
        return
    with path.open("wb") as out:
        yield out
