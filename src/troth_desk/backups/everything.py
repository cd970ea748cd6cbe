"""Everything that a team owns, in a ZIP file that is read without the desk: rows as JSON Lines, files, schemas, words.

It is one instant of the database, read while others write, with the rows of one organisation: each query names it, and
row-level security hides the others where the database has it. Nothing is held in memory but a few rows, a piece of a
file, and the names of the files.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

import troth
from troth_desk.backups import explained, kinds, shapes, snapshot
from troth_desk.backups.kinds import Kind
from troth_desk.backups.making import Progress
from troth_desk.backups.places import PIECE, beside, settled
from troth_desk.backups.refusal import NoBackupError
from troth_desk.files.uploads import vault
from troth_desk.files.vault import DamagedFileError
from troth_desk.ledger import export
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import monitoring
from troth_desk.tenants import scope
from troth_desk.tenants.addresses import OPENED
from troth_desk.tenants.models import Organisation

FORMAT = 1
"""Version of the archive; one that only gains members or properties keeps its number."""
TOO_LARGE = "it was too large to be taken; its headers alone were kept"
LINK = re.compile(rf"(/(?:{OPENED})/)[\w:.-]{{40,}}".encode())
"""A link whose last part is a secret, as it stands in words of a notice or of a person; the secret becomes ``…``.

Secrets of the desk have 40 characters or more; what has fewer is an address that a report speaks of, and stays.
"""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+|\.{2,}")
_LONGEST_NAME = 80
"""Characters that are kept of the name of a file."""


@dataclass(slots=True)
class Taken:
    """An archive that lies on the disk. ``missing``: files of the rows that could not be opened, and why."""

    path: Path
    at: datetime
    slug: str
    size: int = 0
    sha256: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: dict[str, str] = field(default_factory=dict)


def take(path: Path, organisation: Organisation, *, at: datetime, progress: Progress = lambda *_: None) -> Taken:
    """Write everything of ``organisation`` to ``path``, which is there whole or not at all. Owners are told before.

    Raises:
        NoBackupError: nothing was written.
    """
    taken = Taken(path, at, organisation.slug)
    try:
        with beside(path) as aside:
            with scope.inside(organisation):  # first: whoever ends the process in between has begun to read
                monitoring.exported(organisation, "everything", by=SYSTEM, at=at)
            with (
                aside.open("wb") as out,
                tempfile.TemporaryFile() as sums,
                snapshot.taken() as using,
                snapshot.within(organisation.pk),
                zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
            ):
                _write(_Members(archive, out, sums, at), using, organisation, taken, progress)
            taken.size, taken.sha256 = settled(aside)
    except OSError as error:
        raise NoBackupError(f"the export cannot be written: {error}") from error
    return taken


def _line(told: dict[str, Any]) -> bytes:
    return without_secrets(msgspec.json.encode(told)) + b"\n"


def without_secrets(words: bytes) -> bytes:
    """``words`` without the secrets of links in them."""
    return LINK.sub(rb"\1" + "…".encode(), words)


class _Members:
    """Members of the archive, each with its line for ``sha256sum --check``."""

    def __init__(self, archive: zipfile.ZipFile, out: IO[bytes], sums: IO[bytes], at: datetime) -> None:
        self._archive, self._out, self._sums = archive, out, sums
        self._at = at.timetuple()[:6]

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._out.tell()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """A member of ``pieces``."""
        told = zipfile.ZipInfo(name, self._at)
        told.compress_type = zipfile.ZIP_DEFLATED
        told.external_attr = 0o600 << 16
        digest = hashlib.sha256()
        with self._archive.open(told, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                member.write(piece)
        self._sums.write(f"{digest.hexdigest()}  {name}\n".encode())

    def end(self) -> None:
        """The member of all lines."""
        self._sums.seek(0)
        with self._archive.open(zipfile.ZipInfo("SHA256SUMS", self._at), "w", force_zip64=True) as member:
            while piece := self._sums.read(PIECE):
                member.write(piece)


def _write(out: _Members, using: str, organisation: Organisation, taken: Taken, progress: Progress) -> None:
    missing: dict[str, dict[int, str]] = {}
    for kind in kinds.KINDS:
        if kind.files:
            missing[kind.name] = _files(out, kind, using, organisation, taken, progress)
    for kind in kinds.KINDS:
        told = _told(kind, using, organisation, taken, missing.get(kind.name, {}), out, progress)
        out.add(f"rows/{kind.name}.jsonl", (_line(each) for each in told))
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind.name, **shapes.schema(kind)}
        out.add(f"schemas/{kind.name}.schema.json", [json.dumps(schema, indent=1).encode() + b"\n"])
    out.add("ledger.jsonl", (line.encode() for line in export.lines(organisation.pk, taken.at, using)))
    out.add("EXPORT.json", [json.dumps(_facts(organisation, taken), indent=1).encode() + b"\n"])
    out.add("README.md", [explained.readme(organisation.name, shapes.instant(taken.at), taken.rows).encode()])
    out.end()


def _facts(organisation: Organisation, taken: Taken) -> dict[str, Any]:
    return {
        "troth_export": FORMAT,
        "desk": troth.__version__,
        "at": shapes.instant(taken.at),
        "organisation": {"id": organisation.pk, "slug": organisation.slug},
        "rows": taken.rows,
        "files": taken.files,
        "missing": taken.missing,
        "left_out": {"tables": kinds.LEFT_OUT, "columns": kinds.COLUMNS_LEFT_OUT},
    }


def _told(
    kind: Kind,
    using: str,
    organisation: Organisation,
    taken: Taken,
    missing: Mapping[int, str],
    out: _Members,
    progress: Progress,
) -> Iterator[dict[str, Any]]:
    """The objects of a kind, counted."""
    count = taken.rows[kind.name] = 0
    for each in _objects(kind, using, organisation):
        if kind.files:
            why = missing.get(each["id"], "")
            each |= {"file": None if why else _name(kind, each), "missing": why}
        yield each
        count = taken.rows[kind.name] = count + 1
        progress(f"{kind.name}: {count} rows", out.size)


def _objects(kind: Kind, using: str, organisation: Organisation) -> Iterator[dict[str, Any]]:
    """Each row with what is inside of it, in the order of the ids."""
    waiting: list[dict[str, Any]] = []
    for row in _rows(kind, using, organisation):
        waiting.append(row)
        if len(waiting) >= kind.at_a_time:
            yield from _filled(kind, waiting, using, organisation)
            waiting = []
    yield from _filled(kind, waiting, using, organisation)


def _filled(kind: Kind, rows: list[dict[str, Any]], using: str, organisation: Organisation) -> list[dict[str, Any]]:
    ids = [row["id"] for row in rows]
    for inner in kind.inside if rows else ():
        found: dict[int, list[dict[str, Any]]] = {}
        theirs = list(_rows(inner, using, organisation, ids))
        for each in _filled(inner, theirs, using, organisation):
            found.setdefault(each.pop(_PARENT), []).append(each)
        for row in rows:
            mine = found.get(row["id"], [])
            row[inner.name] = next(iter(mine), None) if inner.one else mine
    return rows


_PARENT = " parent"
"""Where the id of what a row belongs to stands until it is put there; no column has a space."""


def _rows(
    kind: Kind, using: str, organisation: Organisation, parents: list[int] | None = None
) -> Iterator[dict[str, Any]]:
    """The one place where rows are read: of ``organisation`` alone."""
    columns = shapes.columns(kind)
    found = shapes.model(kind)._base_manager.using(using)  # noqa: SLF001 - Django's documented way
    whose = "pk" if kind.table == "tenants_organisation" else "organisation_id"
    mine = found.filter(**{whose: organisation.pk}).order_by("pk")
    paths = [each.path for each in columns]
    if parents is not None:
        mine = mine.filter(**{f"{kind.by}__in": parents})
        paths.append(kind.by)
    for values in mine.values_list(*paths).iterator(chunk_size=kind.at_a_time):
        row = {each.name: each.told(value) for each, value in zip(columns, values, strict=False)}
        if parents is not None:
            row[_PARENT] = values[-1]
        yield row


def _files(
    out: _Members, kind: Kind, using: str, organisation: Organisation, taken: Taken, progress: Progress
) -> dict[int, str]:
    """Write the files of a kind; those that there are not by the ids of their rows, and why.

    Each is read twice: whole and what it was when it came, before the archive holds a byte of it.
    """
    missing: dict[int, str] = {}
    named = shapes.model(kind)._base_manager.using(using).filter(organisation_id=organisation.pk)  # noqa: SLF001 - likewise
    stored = named.order_by("pk").values_list("pk", "stored_as").iterator(chunk_size=kind.at_a_time)
    for row, (key, stored_as) in zip(_rows(kind, using, organisation), stored, strict=True):
        name = _name(kind, row)
        if not stored_as:
            missing[key] = TOO_LARGE
            continue
        try:
            vault().prove(stored_as, row[kind.digest])
        except (DamagedFileError, ValueError) as error:
            missing[key] = taken.missing[name] = str(error)
            continue
        try:
            out.add(name, vault().read(stored_as))
        except DamagedFileError as error:
            raise NoBackupError(f"{name} changed while it was read; export again") from error
        taken.files += 1
        progress(f"{kind.files}: {taken.files} files", out.size)
    return missing


def _name(kind: Kind, row: Mapping[str, Any]) -> str:
    """Where the file of a row lies: letters, digits and ``._-`` alone, begun by a number."""
    if kind.files == "mails":
        return f"mails/{row['id']}.eml"
    kept = _UNSAFE.sub("_", row["name"])[-_LONGEST_NAME:].rstrip(".") or "file"
    return f"{kind.files}/{row.get('case') or row['of']}/{row['id']}-{kept}"
