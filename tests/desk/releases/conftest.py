"""Databases of their own, on PostgreSQL where the tests run on it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import pytest

from desk.releases.released import URL

NUMBERS = itertools.count(1)


@pytest.fixture
def new_database() -> Iterator[Callable[[], str]]:
    """Makes empty databases on PostgreSQL, which go with their roles when the test ends; "" on SQLite."""
    if not URL:
        yield lambda: ""
        return
    import psycopg

    made = []

    def make() -> str:
        name = f"desk_{os.getpid()}_{next(NUMBERS)}"
        with psycopg.connect(URL, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        made.append(name)
        return URL.rsplit("/", 1)[0] + f"/{name}"

    yield make
    with psycopg.connect(URL, autocommit=True) as connection:
        for name in made:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            for role in ("app", "worker"):
                connection.execute(f'DROP ROLE IF EXISTS "{name}_{role}"')
