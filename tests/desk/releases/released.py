"""A desk as an earlier release left it: its database and files, brought back from the dumps of ``make.py``."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.releases import make

HERE = Path(__file__).resolve().parent
PATIENCE = 600
"""Seconds that a command may take: a machine that runs many tests at once is slow."""
RELEASES = sorted(path.name for path in HERE.iterdir() if (path / "sqlite.sql").is_file())


@dataclass(frozen=True, slots=True)
class Desk:
    """A data folder and a database ("" is SQLite in the folder) with the secrets that its rows were sealed by."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
        return kept | {name: value for name, value in make.environment(self.data, self.database).items() if value}

    def run(self, command: str, *options: str) -> subprocess.CompletedProcess[str]:
        """``troth-desk COMMAND`` on this desk."""
        return subprocess.run(
            [sys.executable, "-m", "troth_desk", command, *options],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def python(self, program: str) -> str:
        """What ``program`` prints, with Django set up as the owner of the tables."""
        return self.said(
            subprocess.run(
                [sys.executable, "-c", f"import django; django.setup()\n{program}"],
                env=self.environment
                | {"DJANGO_SETTINGS_MODULE": "troth_desk.project.settings", "TROTH_DESK_ROLE": "owner"},
                check=False,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
            )
        )

    def sql(self, statement: str, scope: int = 1) -> list[tuple[Any, ...]]:
        """The rows of a statement, read past the desk, within an organisation."""
        if not self.database:
            with sqlite3.connect(self.data / "desk.sqlite3") as connection:
                found = connection.execute(statement).fetchall()
            connection.close()
            return found
        import psycopg

        with psycopg.connect(self.database) as one:
            one.execute("SELECT set_config('troth.organisation', %s, true)", [str(scope)])
            cursor = one.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @staticmethod
    def said(done: subprocess.CompletedProcess[str], code: int = 0) -> str:
        assert done.returncode == code, (done.returncode, done.stdout[-2000:], done.stderr[-4000:])
        return done.stdout


def bring_back(release: str, data: Path, database: str = "") -> Desk:
    """The desk of ``release`` in ``data``, and in the empty ``database`` on PostgreSQL."""
    folder = HERE / release
    data.mkdir(mode=0o700)
    for path in (folder / "attachments").iterdir():
        (data / "attachments" / path.name[:2]).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, data / "attachments" / path.name[:2] / path.name)
    if database:
        _load_postgresql((folder / "postgresql.sql").read_text(), database)
    else:
        with sqlite3.connect(data / "desk.sqlite3") as connection:
            connection.executescript((folder / "sqlite.sql").read_text())
        connection.close()
    return Desk(data, database)


def tables(release: str, kind: str) -> dict[str, int]:
    """How many rows each table of a dump has, counted in its text."""
    text = (HERE / release / f"{kind}.sql").read_text()
    if kind == "sqlite":
        there = re.findall(r'^CREATE TABLE (?:IF NOT EXISTS )?"(\w+)"', text, re.MULTILINE)
        return {table: len(re.findall(rf'^INSERT INTO "{table}"', text, re.MULTILINE)) for table in there}
    there = re.findall(r"^CREATE TABLE public\.(\w+)", text, re.MULTILINE)
    found = {}
    for table in there:
        rows = re.search(rf"^COPY public\.{table} .*? FROM stdin;\n(.*?)^\\\.$", text, re.MULTILINE | re.DOTALL)
        found[table] = rows[1].count("\n") if rows else 0
    return found


def _load_postgresql(text: str, database: str) -> None:
    name = database.rsplit("/", 1)[1]
    roles: Sequence[str] = ("app", "worker")
    for role in roles:
        text = text.replace(f"{make.POSTGRES}_{role}", f"{name}_{role}")
    made = "".join(f'CREATE ROLE "{name}_{role}" NOLOGIN; GRANT "{name}_{role}" TO CURRENT_USER;\n' for role in roles)
    program = ["psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", database]
    subprocess.run(program, input=made + text, text=True, check=True, capture_output=True)
