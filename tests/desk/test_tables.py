"""What desks of tests are copied from is a desk that was migrated to the end, and that nobody has used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from desk.databases import database_of_its_own
from desk.tables import Tables

MIGRATIONS = "SELECT app, name FROM django_migrations"
EMPTY = "SELECT (SELECT count(*) FROM tenants_organisation) + (SELECT count(*) FROM auth_user)"


@pytest.mark.django_db
def test_all_migrations_are_done_and_no_row_is_there(tables: Tables, tmp_path: Path) -> None:
    tables.lay(tmp_path / "data")
    with database_of_its_own(template=tables.template) as database:
        there: Any = psycopg.connect(database) if database else sqlite3.connect(tmp_path / "data" / "desk.sqlite3")
        with closing(there):
            assert set(there.execute(MIGRATIONS).fetchall()) == set(MigrationLoader(connection).disk_migrations)
            assert there.execute(EMPTY).fetchone() == (0,)
