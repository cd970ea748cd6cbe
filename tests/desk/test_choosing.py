"""Which tests run on PostgreSQL again is found by what they use, and says so of tests of each sort."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desk.choosing import HERE, names_one, reaches_a_database

SCRIPT = "tour = script('desk_tour')\n"


def item(path: Path, fixtures: tuple[str, ...] = (), marker: object = None) -> Any:
    return SimpleNamespace(path=path, fixturenames=fixtures, get_closest_marker=lambda _: marker)


@pytest.mark.parametrize(
    "name",
    [
        "backups/test_everything.py",  # by the conftest.py of its folder
        "backups/test_drill.py",
        "faults/test_killed.py",
        "people/test_two_processes.py",
        "releases/test_upgrade.py",
        "tenants/test_running.py",
        "tenants/test_states.py",
        "faces/test_every_page.py",  # by the script that starts a desk
    ],
)
def test_what_starts_desks_on_the_server_runs_there(name: str) -> None:
    assert (HERE / name).is_file()
    assert names_one(HERE / name)


@pytest.mark.parametrize("name", ["webhooks/test_signing.py", "intake/test_vault.py", "cases/test_scoring.py"])
def test_what_only_counts_or_signs_runs_once(name: str) -> None:
    assert (HERE / name).is_file()
    assert not reaches_a_database(item(HERE / name, ("tmp_path", "settings")))


def test_fixtures_and_marks_of_the_database_decide_for_each_test() -> None:
    path = HERE / "webhooks" / "test_signing.py"
    assert reaches_a_database(item(path, ("tmp_path", "db")))
    assert reaches_a_database(item(path, ("django_db_setup",)))
    assert reaches_a_database(item(path, marker=object()))


def test_a_file_is_followed_into_what_it_imports(tmp_path: Path) -> None:
    for text, expected in (
        ("from desk.databases import URL\n", True),
        ("from desk.tenants.test_running import ask\n", True),
        ("def late():\n    from desk.releases.released import bring_back\n", True),  # which imports make.py
        ("from desk.releases import (\n    make,\n)\n", True),
        ("import desk.databases\n", True),
        ("from desk import scan_results\n", False),
        ("from desk.webhooks import test_signing\n", False),
        ("from django.db import connection\n", True),
        (SCRIPT, True),
        ("import os\nos.environ['TROTH_DESK_TEST_DATABASE']\n", True),
        ("from pathlib import Path\n", False),
    ):
        file = tmp_path / f"test_{len(list(tmp_path.iterdir()))}.py"
        file.write_text(text)
        assert names_one(file) is expected, text
