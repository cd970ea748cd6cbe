"""New findings are written many at a time and past Django's objects, which cost more than all the rest of an import.

What is alike for all findings of an import is said once; the columns that differ are those of ``matching.EACH``. Every
other column has its default, so that one that is added later needs nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection, models

from troth_desk.findings import identity
from troth_desk.findings.actions.matching import EACH, Row
from troth_desk.findings.models import Finding, Import

_JSON = tuple(name in ("fixed", "cwes", "aliases") for name in EACH)


class Maker:
    """Writes the new findings of one import."""

    def __init__(self, brought: Import) -> None:
        own: Mapping[str, object] = {
            "organisation_id": brought.organisation_id,
            "project_id": brought.stream.project_id,
            "stream_id": brought.stream_id,
            "identity_version": identity.CURRENT,
            "first_seen_at": brought.received_at,
            "first_import_id": brought.pk,
        }
        fields = {field.attname: field for field in Finding._meta.concrete_fields if not field.primary_key}  # noqa: SLF001 - Django's documented way to the fields
        alike = [field for name, field in fields.items() if name not in EACH]
        self._alike = tuple(_kept(field, own.get(field.attname, field.get_default())) for field in alike)
        self._counts_from = _kept(fields["counts_from"], brought.received_at)
        self._names = ", ".join(field.attname for field in (*alike, *(fields[name] for name in EACH)))
        self._said = ", ".join(f"%s::{field.db_type(connection)}" for field in alike)
        self._typed = ", ".join(f"{fields[name].attname} {fields[name].db_type(connection)}" for name in EACH)
        self._columns = ", ".join(fields[name].attname for name in EACH)

    def make(self, rows: Sequence[Row]) -> None:
        """Write ``rows``, whose identities are new; inside the transaction of the import."""
        if not rows:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                told = [dict(zip(EACH, (self._time(row[0]), *row[1:]), strict=True)) for row in rows]
                cursor.execute(
                    f"INSERT INTO findings_finding ({self._names}) SELECT {self._said}, {self._columns} "  # noqa: S608  # nosec B608 - names of columns
                    f"FROM json_to_recordset(%s::json) AS told({self._typed})",
                    [*self._alike, msgspec.json.encode(told).decode()],
                )
            else:
                marks = ", ".join(["%s"] * (len(self._alike) + len(EACH)))
                cursor.executemany(
                    f"INSERT INTO findings_finding ({self._names}) VALUES ({marks})",  # noqa: S608  # nosec B608 - names of columns
                    [(*self._alike, self._time(row[0]), *_texts(row[1:])) for row in rows],
                )

    def _time(self, counts: object) -> Any:
        return self._counts_from if counts else None


def _kept(field: models.Field[Any, Any], value: object) -> Any:
    """``value`` as the database keeps it."""
    return field.get_db_prep_save(value, connection)


def _texts(row: Sequence[Any]) -> Sequence[Any]:
    """SQLite keeps lists as text."""
    return [_list(value) if is_list else value for value, is_list in zip(row, _JSON[1:], strict=True)]


@lru_cache(maxsize=4096)
def _list(names: tuple[str, ...]) -> str:
    return json.dumps(names)
