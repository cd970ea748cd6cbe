"""Databases of their own, on PostgreSQL where the tests run on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.databases import Make, databases


@pytest.fixture
def new_database() -> Iterator[Make]:
    with databases() as make:
        yield make
