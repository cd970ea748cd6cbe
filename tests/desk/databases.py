"""Databases of their own on PostgreSQL, which go with their roles; "" stands for SQLite, where none is needed."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

URL = os.environ.get("TROTH_DESK_TEST_DATABASE", "")
"""The server of PostgreSQL that tests run on, "" for SQLite."""
NUMBERS = itertools.count(1)
PATIENCE = 30.0
"""Seconds within which a database is dropped, whoever is in it."""
ENDED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND pg_has_role(usesysid, 'USAGE')
"""
"""Ends each process in a database that a login of ours, or of a role that we are a member of, began."""
Make = Callable[..., str]
"""Makes an empty database, or a copy of the one that is named; its URL, "" where there is no server."""


@contextmanager
def databases(server: str = URL) -> Iterator[Make]:
    """Databases on ``server`` that go with their roles at the end of the block, whoever is still in them."""
    if not server:
        yield lambda _="": ""
        return
    made: list[str] = []

    def make(template: str = "") -> str:
        name = f"desk_{os.getpid()}_{time.monotonic_ns()}_{next(NUMBERS)}"  # the module may be loaded twice
        copied = f' TEMPLATE "{template}"' if template else ""
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{copied}')
        made.append(name)
        return f"{server.rsplit('/', 1)[0]}/{name}"

    try:
        yield make
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            for name in reversed(made):
                drop(connection, name)
                for role in ("app", "worker"):
                    connection.execute(f'DROP ROLE IF EXISTS "{name}_{role}"')


def drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database and end whoever is still in it, as a role that is no superuser.

    Without WITH (FORCE): that looks at the role of each process before it ends any, and fails with
    ``InsufficientPrivilege`` where one is PostgreSQL's own autovacuum worker, which has no role, or a login that we are
    no member of and that is just leaving. We end the logins that are ours; DROP DATABASE itself asks for no role when
    it ends autovacuum workers, and waits five seconds until everybody has left. Who came in between is ended next time.
    """
    until = time.monotonic() + PATIENCE
    while True:
        connection.execute(ENDED, [name])
        try:
            connection.execute(f'DROP DATABASE "{name}"')
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > until:
                raise
        else:
            return


@contextmanager
def database_of_its_own(server: str = URL, template: str = "") -> Iterator[str]:
    """The URL of one that is empty, or a copy of ``template``."""
    with databases(server) as make:
        yield make(template)
