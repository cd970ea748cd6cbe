"""Columns as values of JSON, and the JSON Schema (draft 2020-12) that says what they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.apps import apps
from django.db import models

from troth_desk.backups.kinds import Kind

_TYPES: tuple[tuple[type[Any] | tuple[type[Any], ...], dict[str, Any]], ...] = (
    (models.ForeignKey, {"type": "integer"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    ((models.DecimalField, models.FloatField), {"type": "number"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.DurationField, {"type": "string", "format": "duration"}),
    (models.JSONField, {}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
    (models.GenericIPAddressField, {"type": "string"}),
)


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` in the export, ``path`` through the tables, the ``field`` at its end; ``empty``: it may be null."""

    name: str
    path: str
    field: models.Field[Any, Any]
    empty: bool
    how: str

    def told(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return None if value is None else WAYS[self.how](value)

    @property
    def schema(self) -> dict[str, Any]:
        """What its values are."""
        found = (
            {} if self.how == "parsed" else dict(next(says for kind, says in _TYPES if isinstance(self.field, kind)))
        )
        if self.empty and "type" in found:
            found["type"] = [found["type"], "null"]
        if self.field.choices:
            found["description"] = "; ".join(f"{value}: {words}" for value, words in self.field.flatchoices)
        return found


def model(kind: Kind) -> type[models.Model]:
    """The model of a kind."""
    return next(each for each in apps.get_models() if each._meta.db_table == kind.table)  # noqa: SLF001 - Django's documented way


def columns(kind: Kind) -> list[Column]:
    """Its columns in their order."""
    return [_column(model(kind), said) for said in kind.columns.split()]


def schema(kind: Kind) -> dict[str, Any]:
    """The schema of an object of this kind, and of those inside of it."""
    properties = {each.name: each.schema for each in columns(kind)}
    if kind.files:
        properties["file"] = {"type": ["string", "null"], "description": "where it lies in the archive"}
        properties["missing"] = {"type": "string", "description": 'why there is no file, "" where there is'}
    for each in kind.inside:
        inner = schema(each)
        properties[each.name] = {"anyOf": [inner, {"type": "null"}]} if each.one else {"type": "array", "items": inner}
    return {
        "description": kind.what,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def instant(at: datetime) -> str:
    """RFC 3339 in UTC: "2026-03-02T09:00:00Z"."""
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def duration(span: timedelta) -> str:
    """ISO 8601 in seconds: "PT90S", "PT0.5S"; no duration of the desk is below zero."""
    return f"PT{span.total_seconds():f}".rstrip("0").rstrip(".") + "S" if span else "PT0S"


def bare(url: str) -> str:
    """An address without what people put secrets into: user, password, query, fragment."""
    parts = _split(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")) if parts else ""


def host(url: str) -> str:
    """The scheme and host of an address alone."""
    parts = _split(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts else ""


def _split(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _parsed(text: str) -> Any:
    return json.loads(text) if text else None


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case timedelta():
            return duration(value)
        case Decimal():
            return float(value)
    return value


WAYS: dict[str, Callable[[Any], Any]] = {"": _plain, "bare": bare, "host": host, "parsed": _parsed}
"""How a value is told: as it is, as an address without secrets, its host alone, or JSON text as what it says."""


def _column(of: type[models.Model], said: str) -> Column:
    said, _, how = said.partition("|")
    name, _, path = said.partition("=")
    steps = list(_steps(of, path or name))
    return Column(name, path or name, steps[-1], any(each.null for each in steps), how)


def _steps(of: type[models.Model], path: str) -> Iterator[models.Field[Any, Any]]:
    for step in path.split("__"):
        fields = of._meta.concrete_fields  # noqa: SLF001 - Django's documented way
        found = next(each for each in fields if step in {each.name, each.attname})
        yield found
        if found.related_model is not None:
            of = found.related_model
