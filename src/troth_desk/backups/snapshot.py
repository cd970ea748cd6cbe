"""One instant of the database, read while others write: a transaction that changes nothing, on its own connection.

SQLite (WAL) keeps what a reading transaction began with, PostgreSQL does under REPEATABLE READ: neither stops a writer.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from troth_desk.tenants.scope import ORGANISATION

ALIAS = "snapshot"


@contextmanager
def taken() -> Iterator[str]:
    """The alias of the connection, for ``using``; nothing of the database changes in it until the end of the block."""
    settings = copy.deepcopy(connections["default"].settings_dict)
    options = settings.setdefault("OPTIONS", {})
    if connections["default"].vendor == "postgresql":
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"
    settings["CONN_MAX_AGE"] = 0
    connections.databases[ALIAS] = settings
    try:
        with transaction.atomic(using=ALIAS):
            if connections[ALIAS].vendor == "postgresql":
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


@contextmanager
def within(organisation: int) -> Iterator[None]:
    """Rows of ``organisation`` are seen in the snapshot; row-level security hides the others."""
    if connections[ALIAS].vendor == "postgresql":
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [ORGANISATION, str(organisation)])
    yield
