"""Migrations that make fewer models anew make the same tables: both ways, each on an empty database."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor

from desk.databases import Make, databases
from desk.releases.released import Desk
from troth_desk.tenants import states

TABLES = """
from troth_desk.tenants import states, upgrade
from contextlib import nullcontext
if {as_django_does}:
    states.quick = nullcontext
print(upgrade.migrate())
"""


@pytest.fixture
def new_database() -> Iterator[Make]:
    with databases() as make:
        yield make


def made(desk: Desk) -> list[str]:
    """All that there is in a database beside rows, as statements that would make it."""
    if not desk.database:
        with sqlite3.connect(desk.data / "desk.sqlite3") as connection:
            found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        connection.close()
        return [repr(each) for each in found]
    command = ["pg_dump", "--schema-only", "--no-owner", desk.database]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # what the desk notes of its rules names the roles too, which are called after the database
    named = re.sub(r"(?<= IS 'troth: )[0-9a-f]{64}", "", told.replace(desk.database.rsplit("/", 1)[1], "NAME"))
    return [line for line in named.splitlines() if not re.match(r"\\(un)?restrict ", line)]


def test_the_tables_are_those_that_django_makes(tmp_path: Path, new_database: Make) -> None:
    desks = [Desk(tmp_path / name, new_database()) for name in ("quick", "django")]
    counts = []
    for desk, as_django_does in zip(desks, (False, True), strict=True):
        (desk.data / "static").mkdir(parents=True)
        counts.append(desk.python(TABLES.format(as_django_does=as_django_does)))
    quick, django = map(made, desks)
    assert counts[0] == counts[1]
    assert int(counts[0]) > 80
    assert len(quick) > 500
    assert quick == django


def test_django_migrates_as_before_behind_the_block() -> None:
    command: Any = migrate

    def fails() -> None:
        with states.quick():
            assert command.MigrationExecutor is states.Executor
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert command.MigrationExecutor is MigrationExecutor
