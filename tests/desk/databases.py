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
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
                for role in ("app", "worker"):
                    connection.execute(f'DROP ROLE IF EXISTS "{name}_{role}"')


@contextmanager
def database_of_its_own(server: str = URL) -> Iterator[str]:
    """The URL of one that is empty."""
    with databases(server) as make:
        yield make()
