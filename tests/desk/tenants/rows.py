"""A row of any model for an organisation, with whatever it refers to, so that no table is left out of a test."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models, transaction

from troth_desk.ledger.actions import checkpoint, record
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Checkpoint, Entry, Head
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.protection import GLOBAL, ORGANISATIONS, TASKS

NUMBERS = itertools.count(1)


def tenant_models() -> list[type[models.Model]]:
    """Every model whose rows belong to an organisation, those of the queue too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in GLOBAL and model._meta.db_table != ORGANISATIONS
    ]


def fill(organisation: Organisation, at: datetime) -> dict[str, models.Model]:
    """One row of each tenant model for ``organisation``, by table."""
    made: dict[str, models.Model] = {}
    with scope.inside(organisation):
        with transaction.atomic():
            record(organisation.pk, "test.filled", "test:1", {}, by=SYSTEM, at=at)
            checkpoint(organisation.pk, at=at)
        for kept in (Entry, Head, Checkpoint):
            made[kept._meta.db_table] = kept._default_manager.get(organisation_id=organisation.pk)
        for model in tenant_models():
            _row(model, organisation, at, made)
    return made


def new_row(model: type[models.Model], organisation: Organisation, at: datetime) -> Any:
    """One row of ``model`` with whatever it refers to; the caller stands inside ``organisation``."""
    return _row(model, organisation, at, {})


def _row(model: type[models.Model], organisation: Organisation, at: datetime, made: dict[str, models.Model]) -> Any:
    table = model._meta.db_table
    if table not in made:
        values = {
            field.attname: _value(field, organisation, at, made)
            for field in model._meta.local_concrete_fields
            if not isinstance(field, models.AutoField) and _needed(field)
        }
        if table == TASKS and connection.vendor != "postgresql":
            values.pop("organisation_id", None)
        made[table] = model._default_manager.bulk_create([model(**values)])[0]
    return made[table]


def _needed(field: models.Field[Any, Any]) -> bool:
    return field.name in {"organisation", "organisation_id"} or not (field.null or field.has_default() or field.blank)


def _value(
    field: models.Field[Any, Any], organisation: Organisation, at: datetime, made: dict[str, models.Model]
) -> Any:
    number = next(NUMBERS)
    if field.name in {"organisation", "organisation_id"}:
        return organisation.pk
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        if related is User:
            return User.objects.create_user(f"person{number}", f"person{number}@example.org").pk
        return _row(related, organisation, at, made).pk
    for kind, value in (
        (models.DateTimeField, at),
        (models.DateField, at.date()),
        ((models.SmallIntegerField, models.PositiveSmallIntegerField), number % 32_767),
        (models.IntegerField, number),
        (models.BooleanField, False),
        ((models.DecimalField, models.FloatField), 1),
        (models.JSONField, {}),
        (models.BinaryField, b"bytes"),
    ):
        if isinstance(field, kind):
            return value
    if field.choices:
        return next(iter(dict(field.flatchoices)))
    return f"{number}-{'x' * 20}"[: field.max_length or 20]
