"""Tables of an empty desk, copied for those desks of tests whose way from nothing is not what is tested.

Migrations take a process of its own five seconds. The tests' own database has gone through the same ones, by the same
code, and is copied as soon as it has: before any test writes to it. ``prepare`` then finds nothing to migrate, and
does all else. From nothing it begins in tests/desk/commands/test_verify.py, tests/desk/test_journey.py and others.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from desk.databases import databases


@dataclass(frozen=True, slots=True)
class Tables:
    """``file`` has them for SQLite; ``template`` is a database on the tests' PostgreSQL that has them."""

    file: Path | None = None
    template: str = ""

    def lay(self, data: Path) -> None:
        """Make the data folder of a desk, with the tables where they stand in it."""
        data.mkdir(mode=0o700)
        if self.file:
            shutil.copyfile(self.file, data / "desk.sqlite3")
            (data / "desk.sqlite3").chmod(0o600)


@contextmanager
def copied(folder: Path) -> Iterator[Tables]:
    """Those of the tests' own database, which nobody has written to yet.

    Where no test that was chosen asks for it there is none, and nothing to copy: desks then begin from nothing.
    """
    if not MigrationRecorder(connection).has_table():
        connection.close()
        yield Tables()
        return
    if connection.vendor == "postgresql":
        name = str(connection.settings_dict["NAME"])
        connection.close()  # a database is copied while nobody is in it
        with databases() as make:
            yield Tables(template=make(name).rsplit("/", 1)[1])
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "tables.sqlite3")) as file:
        connection.connection.backup(file)
    yield Tables(folder / "tables.sqlite3")
