"""Rows as text and back: JSON, a row a line, the same on SQLite and PostgreSQL. What is left out, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import msgspec
from django.db import connections, models, transaction
from django.db.models.expressions import Value

from troth_desk.backups.refusal import DamagedBackupError

LEFT_OUT: dict[str, str] = {
    "django_migrations": "the releases' own; BACKUP.json lists them",
    "django_content_type": "names of models, made with the tables",
    "auth_permission": "made with the tables; the desk does not use them",
    "auth_group": "the desk does not use it",
    "auth_group_permissions": "the desk does not use it",
    "auth_user_groups": "the desk does not use it",
    "auth_user_user_permissions": "the desk does not use it",
    "django_session": "a session that was ended since would live again; everybody logs in anew",
    "usersessions_usersession": "goes with the sessions",
    "people_cache": "counts of the last minutes",
    "tenants_tally": "counts of the last hours",
    "tenants_backup": "tells of files beside the desk that was, not beside the one that comes back",
    "django_tasks_database_dbtaskresult": "the queue only wakes workers; what is due is found in the rows",
}
"""Tables that no backup holds, and why."""
AT_A_TIME = 1000
"""Rows that are read or written at once."""


@dataclass(slots=True)
class Count:
    """Rows of a table so far, and the SHA-256 over their lines."""

    rows: int = 0
    highest: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def take(self, line: bytes) -> None:
        """One more line."""
        self.rows += 1
        self._digest.update(line)

    @property
    def sha256(self) -> str:
        """Of the lines so far, in hexadecimal."""
        return str(self._digest.hexdigest())


def tables(models_of: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """The models whose rows are kept, by the name of their table."""
    found = {model._meta.db_table: model for model in models_of if model._meta.managed}  # noqa: SLF001 - Django's documented way
    return [model for table, model in sorted(found.items()) if table not in LEFT_OUT]


def of_organisations(model: type[models.Model]) -> bool:
    """Whether each row of the table belongs to an organisation."""
    return any(each.attname == "organisation_id" for each in fields(model))


def fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a table, by name: their order differs between a release and the history of its tables."""
    return sorted(model._meta.local_concrete_fields, key=lambda each: each.attname)  # noqa: SLF001 - Django's documented way


def lines(model: type[models.Model], using: str, organisation: int | None = None) -> Iterator[bytes]:
    """The rows of ``model`` in the order of their keys, each as JSON with a line end."""
    names = [each.attname for each in fields(model)]
    found = model._base_manager.using(using).order_by("pk")  # noqa: SLF001 - Django's documented way
    if organisation is not None:
        found = found.filter(organisation_id=organisation)
    for values in found.values_list(*names).iterator(chunk_size=AT_A_TIME):
        yield msgspec.json.encode(dict(zip(names, values, strict=True))) + b"\n"


def put(model: type[models.Model], told: Iterable[bytes], using: str, count: Count) -> None:
    """Write lines of ``lines`` into the table, in their order, each within its organisation.

    Raises ``DamagedBackupError`` for a line that is no row of this table.
    """
    owned = of_organisations(model)
    batches = groupby(_batches(told, count), lambda row: row.get("organisation_id") if owned else None)
    for organisation, rows in batches:
        if owned and not isinstance(organisation, int):
            raise DamagedBackupError(f"a row of {model._meta.db_table} belongs to nobody")  # noqa: SLF001 - likewise
        _enter(using, organisation)
        waiting: list[models.Model] = []
        for row in rows:
            waiting.append(_made(model, row))
            key = waiting[-1].pk
            count.highest = max(count.highest, key) if isinstance(key, int) else count.highest
            if len(waiting) == AT_A_TIME:
                _insert(model, waiting, using)
                waiting = []
        _insert(model, waiting, using)


def go_on_counting(model: type[models.Model], using: str, highest: int) -> None:
    """The next row of the table gets a number above ``highest``: what the ledger names is never given again."""
    key = model._meta.pk  # noqa: SLF001 - likewise
    if not highest or not isinstance(key, models.AutoField):
        return
    table = model._meta.db_table  # noqa: SLF001 - likewise
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            name = f'"{table}"'
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, key.column, highest])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, highest])


def last_number(model: type[models.Model], using: str) -> int:
    """The highest number that a row of the table ever had, as far as the database tells this login; else 0."""
    key = model._meta.pk  # noqa: SLF001 - likewise
    if not isinstance(key, models.AutoField):
        return 0
    table, connection = model._meta.db_table, connections[using]  # noqa: SLF001 - likewise
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            # Empty where no number was given yet, or where this login may not ask.
            cursor.execute(
                "SELECT coalesce(last_value, 0) FROM pg_sequences WHERE format('%%I.%%I', schemaname, sequencename) = "
                "pg_get_serial_sequence(%s, %s)",
                [f'"{table}"', key.column],
            )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _batches(told: Iterable[bytes], count: Count) -> Iterator[dict[str, Any]]:
    for line in told:
        count.take(line)
        try:
            row = msgspec.json.decode(line)
        except msgspec.DecodeError as error:
            raise DamagedBackupError(f"a row cannot be read: {error}") from error
        if not isinstance(row, dict):
            raise DamagedBackupError("a row is none")
        yield row


def _made(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    columns = fields(model)
    if row.keys() != {each.attname for each in columns}:
        raise DamagedBackupError(f"a row of {model._meta.db_table} has other columns than its release")  # noqa: SLF001 - likewise
    made = model()
    try:
        for column in columns:
            setattr(made, column.attname, _value(column, row[column.attname]))
    except (ValueError, TypeError) as error:
        raise DamagedBackupError(f"a row of {model._meta.db_table} cannot be read: {error}") from error  # noqa: SLF001 - likewise
    except Exception as error:
        from django.core.exceptions import ValidationError

        if not isinstance(error, ValidationError):
            raise
        raise DamagedBackupError(f"a row of {model._meta.db_table} cannot be read: {error}") from error  # noqa: SLF001 - likewise
    return made


def _value(column: models.Field[Any, Any], told: Any) -> Any:
    if isinstance(column, models.JSONField):
        return Value(None, models.JSONField()) if told is None and not column.null else told
    return None if told is None else column.to_python(told)


def _insert(model: type[models.Model], made: Sequence[models.Model], using: str) -> None:
    """As they are: nothing is filled in by what saving a model would do."""
    if made:
        most = connections[using].ops.bulk_batch_size(fields(model), list(made)) or len(made)
        for start in range(0, len(made), most):
            model._base_manager.using(using)._insert(  # type: ignore[attr-defined] # noqa: SLF001 - what loaddata does by its own road
                list(made[start : start + most]), fields=fields(model), using=using, raw=True
            )


def _enter(using: str, organisation: Any) -> None:
    if connections[using].vendor != "postgresql":
        return
    from troth_desk.tenants.scope import ORGANISATION

    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        value = "" if organisation is None else str(organisation)
        cursor.execute("SELECT set_config(%s, %s, true)", [ORGANISATION, value])
