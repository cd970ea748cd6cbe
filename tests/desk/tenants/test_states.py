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
from django.db import models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

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


def toys(kind: type[ProjectState]) -> ProjectState:
    """A ← B ← C by inheritance, D refers to A, A to E, and F to E."""

    def model(name: str, refers_to: str = "", base: str = "") -> ModelState:
        fields: list[tuple[str, Any]] = [] if base else [("id", models.AutoField(primary_key=True))]
        if refers_to:
            fields.append(("other", models.ForeignKey(f"toys.{refers_to}", models.CASCADE)))
        return ModelState("toys", name, fields, bases=(f"toys.{base}".lower(),) if base else (models.Model,))

    state = kind()
    for each in (
        model("E"),
        model("A", "E"),
        model("B", base="A"),
        model("C", base="B"),
        model("D", "A"),
        model("F", "E"),
    ):
        state.add_model(each)
    assert len(state.apps.get_models()) == 6  # from here on it makes anew what changes
    return state


def made_anew(kind: type[ProjectState], monkeypatch: pytest.MonkeyPatch) -> tuple[ProjectState, set[str]]:
    """The toys after a change of A, and which of them were made anew for it."""
    state = toys(kind).clone()
    names: set[str] = set()
    way = ProjectState._reload  # type: ignore[attr-defined] # the stubs leave it out

    def reload(self: ProjectState, related: set[tuple[str, str]]) -> None:
        names.update(name for _, name in related)
        way(self, related)

    with monkeypatch.context() as patched:
        patched.setattr(ProjectState, "_reload", reload)
        state.add_field("toys", "a", "size", models.IntegerField(default=0), preserve_default=True)
    return state, names


def test_what_changes_is_made_anew_with_what_refers_to_it_or_inherits_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Django calls its own methods otherwise, both ways would be the same, and nothing else would tell."""
    state, ours = made_anew(states.State, monkeypatch)
    assert ours == {"a", "b", "c", "d"}
    _, theirs = made_anew(ProjectState, monkeypatch)
    assert theirs - ours == {"e", "f"}
    a, b, c, d = (state.apps.get_model("toys", name) for name in "abcd")
    assert (b.__bases__, c.__bases__) == ((a,), (b,))
    assert all(each._meta.get_field("size") for each in (a, b, c))
    assert d._meta.get_field("other").related_model is a


def test_a_migration_begins_with_these_states() -> None:
    assert isinstance(states.Executor(None)._create_project_state(), states.State)
    assert MigrationExecutor(None)._create_project_state().__class__ is ProjectState  # type: ignore[attr-defined] # its stubs leave it out


def test_django_migrates_as_before_behind_the_block() -> None:
    command: Any = migrate

    def fails() -> None:
        with states.quick():
            assert command.MigrationExecutor is states.Executor
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert command.MigrationExecutor is MigrationExecutor
