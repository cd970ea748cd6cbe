"""As whom is PostgreSQL used? The owner makes tables, the application and the worker only read and write rows.

The login of the database's URL takes on one of two roles of the database, which can hold no table, see no row without
a scope, and not log in by themselves: ``<database>_app`` for requests and commands, ``<database>_worker`` for
workers, which also see the queue of all organisations. Where the login may make no roles, it stays itself: row-level
security binds the owner of the tables as well (FORCE), but not a superuser, who is refused.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

SUFFIXES = {"application": "app", "worker": "worker"}
"""The word of ``TROTH_DESK_ROLE`` and the ending of the role's name; "owner" has none."""
LONGEST = 63
"""Bytes of a name in PostgreSQL."""


def name(connection: BaseDatabaseWrapper, role: str) -> str:
    """The name of ``role`` ("application" or "worker") in this database."""
    database = str(connection.settings_dict["NAME"])
    suffix = f"_{SUFFIXES[role]}"
    kept = re.sub(r"[^A-Za-z0-9_]", "_", database)[: LONGEST - len(suffix)]
    return f"{kept}{suffix}"


def assume(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Take the role of this process on a new connection; a receiver of ``connection_created``.

    Raises ``ImproperlyConfigured`` where row-level security would not bind the login.
    """
    if connection.vendor != "postgresql" or settings.TROTH_DESK_ROLE not in SUFFIXES:
        return
    role = name(connection, settings.TROTH_DESK_ROLE)
    with connection.cursor() as cursor:
        if _may_take(cursor, role):
            cursor.execute(f"SET ROLE {connection.ops.quote_name(role)}")
        elif _unbound(cursor):
            raise ImproperlyConfigured(
                f"The database role {role} is missing, and the login of the database's URL is above row-level "
                "security. Run troth-desk prepare with this login once."
            )


def make(cursor: CursorWrapper, role: str) -> bool:
    """Make ``role`` and let the present login take it; whether it is there to be used."""
    if _may_take(cursor, role):
        return True
    cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        return False
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f'CREATE ROLE "{role}" NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION')
    cursor.execute(f'GRANT "{role}" TO CURRENT_USER')
    return _may_take(cursor, role)


def _may_take(cursor: CursorWrapper, role: str) -> bool:
    cursor.execute(
        "SELECT pg_has_role(session_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s AND NOT rolsuper "
        "AND NOT rolbypassrls",
        [role],
    )
    found = cursor.fetchone()
    return bool(found and found[0])


def _unbound(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone()[0])
