"""Everything that a team owns, in open formats, in one tar file: to read without the desk, or to move elsewhere.

A backup brings a desk back and holds its secrets; this holds none: no password, no digest of a key or a link, no
sealed secret, and the secret part of every link is taken out of the words it stands in. Files are opened: they lie in
it as they were sent. Rows are of one instant.
"""

from __future__ import annotations

import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

import troth
from troth_desk.backups import rows, snapshot
from troth_desk.backups.refusal import NoBackupError
from troth_desk.intake.uploads import vault
from troth_desk.intake.vault import DamagedFileError
from troth_desk.ledger import export
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

NOT_OF_THE_TEAM = frozenset({"intake_idempotencykey", "tenants_round", "ledger_head"})
"""Tables with rows of a team that are the desk's own: answers to be sent again, when work comes round."""
SECRETS = {
    "cases_participant": {"link_digest"},
    "mailbox_thread": {"link_sealed", "tag"},
    "people_apikey": {"digest"},
    "people_invitation": {"digest"},
    "today_calendarlink": {"digest"},
    "webhooks_subscription": {"secret", "former_secret"},
}
"""Columns by table that open something, or from which it could be found."""
LINK = re.compile(rb"(/(?:case/[\w-]+|join|calendar|o/[\w-]+/join|o/[\w-]+/calendar)/)[\w-]{16,}")
"""A link whose last part is a secret, as it stands in words of a notice."""
README = """# Everything of {name}

Written by troth-desk {version}, {at}. Every file is text in UTF-8, but for those below `files`.

- `rows/KIND.jsonl`: one JSON object a line, one file a kind. Instants are UTC (ISO 8601), durations ISO 8601.
  A column `…_id` is the `id` of a row of the kind that `schema.json` names for it.
- `schema.json`: each kind, what it is, its columns, their types, and the kind that each refers to.
- `people.jsonl`: members past and present, with `membership_id`. No passwords, no second factors.
- `ledger.jsonl`: the audit log with its signed head. `hosts/verify_ledger.py` verifies it without the desk.
- `files/STORED_AS`: files of reporters and whole mails as they were sent. `rows/intake_attachment.jsonl` and
  `rows/mailbox_receivedmail.jsonl` name them by `stored_as`. **They come from strangers: open them with care.**

Left out, since it would open something: {left}. Where a link of a
reporter, of an invitation or of a calendar stands in words, its secret is replaced by `…`.
{missing}"""


@dataclass(slots=True)
class Taken:
    """What lies in the file now."""

    path: Path
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)


def write(path: Path, organisation: Organisation, at: datetime) -> Taken:
    """Write everything of ``organisation`` to ``path``, readable by this account alone; never over a file.

    Raises:
        NoBackupError: nothing was written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise NoBackupError(f"{path} is there already: nothing is written over it") from error
    except OSError as error:
        raise NoBackupError(f"{path} cannot be written: {error.strerror}") from error
    taken = Taken(path)
    try:
        with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
            _write(tar, organisation, at, taken)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise NoBackupError(f"{path} cannot be written: {error.strerror}") from error
        raise
    return taken


def kinds() -> list[type[models.Model]]:
    """The tables that hold rows of a team, but for ``NOT_OF_THE_TEAM``."""
    found = rows.tables(apps.get_models(include_auto_created=True))
    return [model for model in found if rows.of_organisations(model) and _table(model) not in NOT_OF_THE_TEAM]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """What is told of each row."""
    hidden = SECRETS.get(_table(model), set())
    return [each for each in rows.fields(model) if each.attname not in hidden]


def _write(tar: tarfile.TarFile, organisation: Organisation, at: datetime, taken: Taken) -> None:
    stored: list[str] = []
    with snapshot.taken() as using, snapshot.within(organisation.pk):
        own = {name: getattr(organisation, name) for name in ("id", "slug", "name", "zone", "created_at")}
        _lines(tar, "rows/tenants_organisation.jsonl", [rows.line(own)], at, taken)
        for model in kinds():
            names = [each.attname for each in columns(model)]
            _lines(tar, f"rows/{_table(model)}.jsonl", rows.lines(model, using, organisation.pk, names), at, taken)
            if "stored_as" in names:
                found = model._base_manager.using(using).filter(organisation_id=organisation.pk)  # noqa: SLF001 - Django's documented way
                stored += [name for name in found.order_by("pk").values_list("stored_as", flat=True) if name]
        _lines(tar, "people.jsonl", _people(using, organisation), at, taken)
    with scope.inside(organisation):
        told = (line.encode() for line in export.lines(organisation.pk, at))
        _lines(tar, "ledger.jsonl", told, at, taken, whole=True)
    for name in dict.fromkeys(stored):
        _file(tar, name, at, taken)
    _add(tar, "schema.json", json.dumps(_schema(), indent=1).encode() + b"\n", at)
    _add(tar, "README.md", _readme(organisation, at, taken).encode(), at)


def _people(using: str, organisation: Organisation) -> Iterator[bytes]:
    found = Membership._base_manager.using(using).filter(organisation_id=organisation.pk)  # noqa: SLF001 - likewise
    known = User.objects.using(using).in_bulk(list(found.values_list("user_id", flat=True)))
    for pk, user, role in found.order_by("pk").values_list("pk", "user_id", "role"):
        person = known[user]
        told = {"id": user, "membership_id": pk, "role": role, "name": person.get_full_name(), "email": person.email}
        yield rows.line(told)


def _lines(
    tar: tarfile.TarFile, name: str, lines: Iterable[bytes], at: datetime, taken: Taken, *, whole: bool = False
) -> None:
    """A member of lines; ``whole`` ones are signed, so they stay as they are (the ledger holds no words)."""
    taken.rows[name] = 0
    with tempfile.TemporaryFile() as aside:
        for line in lines:
            aside.write(line if whole else LINK.sub(rb"\1" + "…".encode(), line))
            taken.rows[name] += 1
        _stream(tar, name, aside, at)


def _file(tar: tarfile.TarFile, stored_as: str, at: datetime, taken: Taken) -> None:
    with tempfile.TemporaryFile() as aside:
        try:
            for piece in vault().read(stored_as):
                aside.write(piece)
        except (DamagedFileError, FileNotFoundError, ValueError):
            taken.missing.append(stored_as)
            return
        _stream(tar, f"files/{stored_as}", aside, at)
    taken.files += 1


def _stream(tar: tarfile.TarFile, name: str, content: IO[bytes], at: datetime) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = content.tell(), 0o600, int(at.timestamp())
    content.seek(0)
    tar.addfile(member, content)


def _add(tar: tarfile.TarFile, name: str, content: bytes, at: datetime) -> None:
    held = io.BytesIO(content)
    held.seek(0, io.SEEK_END)
    _stream(tar, name, held, at)


def _schema() -> dict[str, Any]:
    told = {}
    for model in kinds():
        refers = {each.attname: _table(each.related_model) for each in columns(model) if each.related_model}
        told[_table(model)] = {
            "what": (model.__doc__ or "").partition("\n")[0],
            "columns": {each.attname: _type(each) for each in columns(model)},
            "refers": refers,
        }
    return told


def _type(column: models.Field[Any, Any]) -> str:
    kind = column.get_internal_type()
    return kind.removesuffix("Field").lower() + (", may be null" if column.null else "")


def _table(model: Any) -> str:
    return str(model._meta.db_table)  # noqa: SLF001 - likewise


def _readme(organisation: Organisation, at: datetime, taken: Taken) -> str:
    left = ", ".join(f"`{table}.{name}`" for table, names in sorted(SECRETS.items()) for name in sorted(names))
    missing = "".join(f"\nNot here, since the desk could not open it: {name}\n" for name in taken.missing)
    return README.format(
        name=organisation.name,
        version=troth.__version__,
        at=at.astimezone(UTC).isoformat(timespec="seconds"),
        left=left,
        missing=missing,
    )
