"""What the database itself refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

LOCK = 0x74726F7468
"""Number of the advisory lock under which tables are changed ("troth")."""


@contextmanager
def alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, no other process prepares the same database: several may start at once."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
