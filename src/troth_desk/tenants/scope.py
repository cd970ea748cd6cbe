"""Whose rows may be seen now? The scope of an organisation; without one PostgreSQL shows no tenant's row.

On PostgreSQL a scope is a transaction in which ``troth.organisation`` is set, for the policies of
``tenants.protection`` to read. On SQLite, where a file holds one organisation, it is only remembered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction

from troth_desk.tenants.models import Organisation

ORGANISATION = "troth.organisation"
"""Setting of a PostgreSQL transaction: id of the organisation whose rows it sees."""
FINDING = "troth.finding"
"""Setting of a PostgreSQL transaction: "table:value", the one row that may be found by what its holder knows."""
DOORS: dict[str, str] = {"people_membership": "user_id"}
"""Tables of which a row can be found before its organisation is known, and the column by which (see ``finding``)."""

_current: ContextVar[int | None] = ContextVar("troth_organisation", default=None)


def current() -> int | None:
    """Id of the organisation whose rows are seen now."""
    return _current.get()


@contextmanager
def inside(organisation: Organisation | int) -> Iterator[None]:
    """Everything read and written inside belongs to ``organisation``. Nested scopes end where they began."""
    with _scoped(organisation if isinstance(organisation, int) else organisation.pk):
        yield


@contextmanager
def nobody() -> Iterator[None]:
    """Inside, no organisation's rows are seen, whatever scope was entered before."""
    with _scoped(None):
        yield


@contextmanager
def finding(model: type[models.Model], value: str | int) -> Iterator[None]:
    """Inside, the rows of ``model`` whose door (see ``DOORS``) has ``value`` can be read, of whatever organisation.

    For what comes before a scope: of which organisations is this person a member?
    Raises ``KeyError`` where the table has no door.
    """
    table = model._meta.db_table  # noqa: SLF001 - Django's documented way to it
    DOORS[table]
    with _set_for_a_while(FINDING, f"{table}:{value}"):
        yield


@contextmanager
def _scoped(organisation: int | None) -> Iterator[None]:
    if _current.get() == organisation and (organisation is None or connection.in_atomic_block):
        yield
        return
    token = _current.set(organisation)
    try:
        with _set_for_a_while(ORGANISATION, "" if organisation is None else str(organisation)):
            yield
    finally:
        _current.reset(token)


@contextmanager
def _set_for_a_while(name: str, value: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _set(name, value) if nested else ""
        if not nested:
            _set(name, value)
        yield
        # An error rolls the setting back with the savepoint, the end of the transaction ends it.
        if nested and not connection.needs_rollback:
            _set(name, before)


def _set(name: str, value: str) -> str:
    """Set ``name`` to the end of the transaction; what it was before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT before, set_config(%s, %s, true) FROM (SELECT coalesce(current_setting(%s, true), '') AS before) a",
            [name, value, name],
        )
        return str(cursor.fetchone()[0])
