"""Databases of their own, on PostgreSQL where the tests run on it."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from desk.releases.released import URL

NUMBERS = itertools.count(1)
Make = Callable[..., str]
"""Makes an empty database, or a copy of the one that is named; its URL, "" where the tests run on SQLite."""


@contextmanager
def databases() -> Iterator[Make]:
    """Databases on PostgreSQL that go with their roles at the end of the block."""
    if not URL:
        yield lambda _="": ""
        return
    import psycopg

    made = []

    def make(template: str = "") -> str:
        name = f"desk_{os.getpid()}_{time.monotonic_ns()}_{next(NUMBERS)}"  # the module is loaded twice
        copied = f' TEMPLATE "{template}"' if template else ""
        with psycopg.connect(URL, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{copied}')
        made.append(name)
        return URL.rsplit("/", 1)[0] + f"/{name}"

    yield make
    with psycopg.connect(URL, autocommit=True) as connection:
        for name in reversed(made):
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            for role in ("app", "worker"):
                connection.execute(f'DROP ROLE IF EXISTS "{name}_{role}"')


@pytest.fixture
def new_database() -> Iterator[Make]:
    with databases() as make:
        yield make
