"""The database of each earlier release becomes one of this release, with everything that was in it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk.databases import Make
from desk.releases import make
from desk.releases.released import RELEASES, Desk, bring_back, tables

MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
READ_ALL = """
from django.test import Client
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from troth_desk.intake.models import Attachment, Receipt
from troth_desk.files.uploads import vault
from troth_desk.intake.checking import checked
from troth_desk.ledger import signing
from troth_desk.tenants import queries, scope
organisation = queries.organisations().get()
with scope.inside(organisation):
    files = list(Attachment.objects.all())
    for file in files:
        vault().prove(file.stored_as, file.sha256)
    receipts = [checked(each.envelope.encode(), signing.trusted_keys()) for each in Receipt.objects.all()]
app = Authenticator.objects.get(type="totp")
print(len(files), len(receipts), get_adapter().decrypt(app.data["secret"]), len(set(Authenticator.objects.values_list("type", flat=True))))
"""


@pytest.fixture(params=RELEASES)
def released(request: pytest.FixtureRequest, tmp_path: Path, new_database: Make) -> Desk:
    return bring_back(request.param, tmp_path / "data", new_database())


def test_there_is_a_release_to_come_from() -> None:
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_table_of_a_dump_has_rows(release: str, kind: str) -> None:
    found = tables(release, kind)
    assert len(found) > 50
    assert [table for table, rows in found.items() if not rows and table != "sqlite_sequence"] == []


def test_an_upgrade_keeps_everything_and_whole_is_the_ledger(released: Desk) -> None:
    cases: dict[str, str] = dict(released.sql("SELECT reference, title FROM cases_case"))
    clocks = released.sql("SELECT id, due_at, state, breached_at FROM deadlines_clock ORDER BY id")
    assert len(cases) > 15
    assert len(clocks) > 50
    Desk.said(released.run("prepare"))
    assert dict(released.sql("SELECT reference, title FROM cases_case")) == cases
    assert released.sql("SELECT id, due_at, state, breached_at FROM deadlines_clock ORDER BY id") == clocks
    assert "Königsweg – ein Bericht 🔑" in cases.values()
    assert "whole" in Desk.said(released.run("verify"))
    exported = [json.loads(line) for line in Desk.said(released.run("export")).splitlines()]
    assert {each["id"]: each["title"] for each in exported} == cases


def test_files_receipts_and_second_factors_of_the_release_are_read_by_this_one(released: Desk) -> None:
    Desk.said(released.run("prepare"))
    files, receipts, code, kinds = released.python(READ_ALL).split()
    assert int(files) == len(released.sql("SELECT 1 FROM intake_attachment")) >= 2
    assert int(receipts) == len(released.sql("SELECT 1 FROM cases_case"))
    assert code == "JBSWY3DPEHPK3PXP"
    assert kinds == "3"


def test_an_upgrade_that_is_killed_is_done_by_the_next_start(released: Desk) -> None:
    """At four instants of it: before, in the midst, and behind the migrations."""
    before = released.sql(MIGRATIONS)
    for seconds in (0.6, 1.0, 1.5, 2.2):
        process = subprocess.Popen(
            [sys.executable, "-m", "troth_desk", "prepare"], env=released.environment, stdout=subprocess.DEVNULL
        )
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    Desk.said(released.run("prepare"))
    assert set(before) <= set(released.sql(MIGRATIONS))
    assert "whole" in Desk.said(released.run("verify"))


def test_a_migration_that_fails_leaves_the_tables_as_they_were(released: Desk) -> None:
    """The first table that this release would make is taken: its migration fails, and so do all of them together."""
    before, there = released.sql(MIGRATIONS), "CREATE TABLE tenants_backup (id integer)"
    released.sql(there)
    failed = released.run("prepare")
    assert failed.returncode != 0
    assert released.sql(MIGRATIONS) == before
    released.sql("DROP TABLE tenants_backup")
    Desk.said(released.run("prepare"))
    assert len(released.sql(MIGRATIONS)) > len(before)


@pytest.mark.parametrize("command", ["prepare", "up", "web", "worker"])
def test_a_database_of_a_later_release_is_refused_in_words(command: str, tmp_path: Path, new_database: Make) -> None:
    released = bring_back(RELEASES[-1], tmp_path / "data", new_database())
    released.sql(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9000_of_a_later_release', CURRENT_TIMESTAMP)"
    )
    before = released.sql(MIGRATIONS)
    refused = released.run(command, *(["--port", "8799"] if command in {"up", "web"} else []))
    assert refused.returncode == 2, refused
    assert "later release" in refused.stderr
    assert "cases.9000_of_a_later_release" in refused.stderr
    assert "troth-desk restore" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert released.sql(MIGRATIONS) == before


@pytest.mark.parametrize("command", ["web", "worker"])
def test_processes_beside_an_earlier_database_say_what_to_run_first(
    command: str, tmp_path: Path, new_database: Make
) -> None:
    released = bring_back(RELEASES[-1], tmp_path / "data", new_database())
    refused = released.run(command, *(["--port", "8799"] if command == "web" else []))
    assert refused.returncode == 2, refused
    assert "Run troth-desk prepare first" in refused.stderr


def test_the_release_can_be_logged_into(released: Desk) -> None:
    Desk.said(released.run("prepare"))
    program = f"from django.contrib.auth.models import User; print(User.objects.get(email='owner@example.org').check_password({make.PASSWORD!r}))"
    assert released.python(program) == "True\n"
