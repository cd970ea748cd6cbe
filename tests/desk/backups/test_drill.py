"""The drill: a desk is backed up while it works, lost, and brought back; then it is asked for everything it promised."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from desk.backups.conftest import Drill
from desk.databases import URL
from desk.releases.released import Desk, bring_back
from desk.releases.test_upgrade import READ_ALL
from desk.tenants.test_running import answers, ask, free_port, until

POLICY = "# Security policy\n\nWrite to security@example.org. We acknowledge reports within 48 hours.\n"
ROWS = "SELECT reference, title, description, state FROM cases_case ORDER BY id"
CLOCKS = "SELECT id, due_at, state, breached_at, paused_for FROM deadlines_clock ORDER BY id"
PASSKEYS = "SELECT id, data FROM mfa_authenticator ORDER BY id"

OPEN_FILE = """
from django.contrib.auth.models import User
from django.test import Client
from troth_desk.intake.models import Attachment
from troth_desk.tenants import queries, scope
with scope.inside(queries.organisations().get()):
    file = Attachment.objects.select_related("case").get(name="proof.txt")
client = Client(SERVER_NAME="localhost")
client.force_login(User.objects.get(email="owner@example.org"), "allauth.account.auth_backends.AuthenticationBackend")
answer = client.get(f"/o/harbour-works/cases/{file.case.reference}/files/{file.pk}/")
print(b"".join(answer.streaming_content))
"""
TELL_OWNERS = """
from troth_desk import clock
from troth_desk.notices.models import Notice
from troth_desk.notices.security import tell_owners
from troth_desk.tenants import queries, scope
organisation = queries.organisations().get()
with scope.inside(organisation):
    tell_owners(organisation, clock.now())
    for notice in Notice.objects.filter(member__role="owner", title__contains="took out").order_by("pk"):
        print(notice.title)
"""
WRITE = """
import django; django.setup()
from troth_desk.tenants import queries, scope
from troth_desk.intake import actions
from troth_desk.cases.actions import Report
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk import clock
number = 0
while True:
    number += 1
    with scope.inside(queries.organisations().get()):
        project = queries.project(queries.organisations().get(), "ferry")
        report = Report(f"Meanwhile {number}", str(number) * 50, "s", "i", "", "")
        actions.receive(project, report, origin="form", by=Actor(ActorKind.REPORTER), at=clock.now())
    print(number, flush=True)
"""


def restored(drill: Drill, path: Path, *options: str, code: int = 0) -> Desk:
    """The desk that a backup becomes, on the same kind of database; the old one's secrets are in the backup alone."""
    desk = drill.empty()
    sealed = () if "--without-keys" in options else ("--passphrase-file", str(drill.passphrase))
    given = [each for each in options if each != "--without-keys"]
    told = Desk.said(desk.run("restore", str(path), "--verify", "--json", *sealed, *given), code)
    assert json.loads(told)["differences"] == [] or code == 1
    return desk


def test_everything_is_there_again(drill: Drill) -> None:
    path, made = drill.back_up()
    assert made["missing"] == made["skipped"] == []
    assert made["keys"]
    assert made["sealed"]
    back = restored(drill, path)
    for statement in (ROWS, CLOCKS, PASSKEYS):
        found = back.sql(statement)
        assert found == drill.desk.sql(statement)
        assert found
    assert back.python(READ_ALL) == drill.desk.python(READ_ALL)
    assert "whole" in Desk.said(back.run("verify"))
    assert back.sql("SELECT count(*) FROM django_session") == [(0,)]  # everybody logs in anew


def test_owners_hear_of_what_is_taken_out_by_commands(drill: Drill) -> None:
    """Exports and backups that somebody asked for, not those that failed; the backup was made before it was told."""
    failed = drill.desk.run("backup", str(drill.folder / "no folder" / "1.tbk"), "--without-keys")
    assert failed.returncode == 2
    for arguments in (("export",), ("export", "--ledger")):
        assert Desk.said(drill.desk.run(*arguments))
    drill.back_up("--without-keys")
    assert drill.desk.python(TELL_OWNERS).splitlines() == [
        "Whoever runs the desk took out all of the cases by a command",
        "Whoever runs the desk took out all of the ledger by a command",
        "Whoever runs the desk took out everything by a command",
    ]
    assert "whole" in Desk.said(drill.desk.run("verify"))


def test_the_desk_that_comes_back_answers_and_goes_on(drill: Drill, tmp_path: Path) -> None:
    """Its link, its file and its receipt open over HTTP, it takes a report, its clocks run, its ledger grows."""
    link = drill.desk.python(
        "from troth_desk.tenants import queries, scope\n"
        "from troth_desk.files.uploads import vault, Sealed\n"
        "from troth_desk.intake import actions\n"
        "from troth_desk.cases.actions import Report\n"
        "from troth_desk.ledger.actor import Actor, ActorKind\n"
        "from troth_desk import clock\n"
        "with scope.inside(queries.organisations().get()) as _:\n"
        "    with vault().writer() as writer:\n"
        "        writer.write(b'kept over the worst day')\n"
        "    file = Sealed('proof.txt', writer.size, 'text/plain', writer.sha256, writer.stored_as)\n"
        "    project = queries.project(queries.organisations().get(), 'lighthouse')\n"
        "    got = actions.receive(project, Report('Before the worst day', 'd', 's', 'i', '', ''), origin='form',"
        " by=Actor(ActorKind.REPORTER), at=clock.now(), files=[file])\n"
        "print(got.answer['portal'])"
    ).strip()
    path, _ = drill.back_up()
    back = restored(drill, path)
    port = free_port()
    environment = back.environment | {"TROTH_DESK_ADDRESS": f"http://localhost:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "troth_desk", "up", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until(lambda: answers(port))
        page = ask(port, "/" + link.split("/", 3)[3])
        assert "Before the worst day" in page
        before = {each for (each,) in back.sql("SELECT id FROM cases_case")}
        body = {
            "title": "After",
            "description": "d",
            "steps": "s",
            "impact": "i",
            "project": "harbour-works/lighthouse",
        }
        told = json.loads(ask(port, "/api/v1/reports", body))
        assert [each["action"] for each in told["promises"]]
        after = {each for (each,) in back.sql("SELECT id FROM cases_case")}
        assert min(after - before) > max(before)
        key = ask(port, "/.well-known/troth-desk-key.pem")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)
    assert back.python(OPEN_FILE) == "b'kept over the worst day'\n"
    (tmp_path / "key.pem").write_text(key)
    (tmp_path / "receipt.json").write_text(json.dumps(told["receipt"]))
    Desk.said(back.run("receipt", str(tmp_path / "receipt.json"), "--key", str(tmp_path / "key.pem")))
    assert "whole" in Desk.said(back.run("verify"))
    actions = {action for (action,) in back.sql("SELECT action FROM ledger_entry")}
    assert "desk.restored" in actions


def test_a_backup_is_of_one_instant_while_reports_come_in(drill: Drill) -> None:
    """Whatever is written meanwhile is in it whole or not at all: its ledger verifies, each case has its receipt."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE],
        env=drill.desk.environment | {"DJANGO_SETTINGS_MODULE": "troth_desk.project.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline() == "1\n"
        path, _ = drill.back_up()
        during = int(writer.stdout.readline())
        assert writer.poll() is None, "the backup stopped a writer"
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    back = restored(drill, path)
    assert back.sql("SELECT count(*) FROM cases_case") == back.sql("SELECT count(*) FROM intake_receipt")
    assert during > 1
    assert back.sql("SELECT count(*) FROM cases_case WHERE title LIKE 'Meanwhile %'")[0][0] >= 1


def test_without_keys_it_says_what_to_put_where_and_then_opens_everything(drill: Drill) -> None:
    path, made = drill.back_up("--without-keys")
    assert not made["keys"]
    assert not made["sealed"]
    raw = path.read_bytes()
    assert drill.desk.environment["TROTH_DESK_ATTACHMENT_KEY"].encode() not in raw
    desk = drill.empty()
    told = desk.run("restore", str(path), "--verify")
    assert told.returncode == 0, (told.stdout, told.stderr)  # its secrets are in the environment, as before
    assert "holds no keys" in told.stdout
    assert desk.python(READ_ALL) == drill.desk.python(READ_ALL)
    assert "whole" in Desk.said(desk.run("verify"))


def test_the_wrong_key_of_attachments_is_named_by_verify(drill: Drill) -> None:
    path, _ = drill.back_up("--without-keys")
    desk = drill.empty()
    environment = desk.environment | {"TROTH_DESK_ATTACHMENT_KEY": "another key than that of the backup"}
    command = [sys.executable, "-m", "troth_desk", "restore", str(path), "--verify", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert any("sealed with another key" in each for each in json.loads(done.stdout)["differences"])


def test_the_oldest_release_is_brought_back_into_this_one(drill: Drill) -> None:
    """Its tables are made as that release had them, filled, and led on: as for a backup of that release."""
    old = bring_back("0.1.0", drill.folder / "old", drill.new_database())
    cases = old.sql(ROWS)
    Desk.said(old.run("prepare"))
    drill.desk = old
    path, _ = drill.back_up()
    assert restored(drill, path).sql(ROWS) == cases


def test_a_file_that_is_missing_is_told_when_it_is_backed_up_and_when_it_comes_back(drill: Drill) -> None:
    name = str(drill.desk.sql("SELECT stored_as FROM intake_attachment ORDER BY id")[0][0])
    (drill.desk.data / "attachments" / name[:2] / name).unlink()
    path, made = drill.back_up(code=1)
    assert made["missing"] == [name]
    desk = drill.empty()
    told = Desk.said(desk.run("restore", str(path), "--passphrase-file", str(drill.passphrase)), 1)
    assert name in told
    assert "its file is not there" in told


def test_numbers_that_were_given_are_never_given_again(drill: Drill) -> None:
    """The ledger names rows by number: one that was taken away before the backup keeps its number after it."""
    drill.desk.python(
        "from troth_desk.today.models import SavedView\n"
        "from troth_desk.tenants import queries, scope\n"
        "with scope.inside(queries.organisations().get()):\n"
        "    one = SavedView.objects.get()\n"
        "    one.pk, one.name = None, 'Another'\n"
        "    one.save()\n"
        "    one.delete()\n"
    )
    path, _ = drill.back_up()
    back = restored(drill, path)
    there = back.sql("SELECT max(id) FROM today_savedview")[0][0]
    new = back.python(
        "from troth_desk.today.models import SavedView\n"
        "from troth_desk.tenants import queries, scope\n"
        "with scope.inside(queries.organisations().get()):\n"
        "    one = SavedView.objects.get()\n"
        "    one.pk, one.name = None, 'A third'\n"
        "    one.save()\n"
        "    print(one.pk)\n"
    )
    assert int(new) == there + 2


if URL:

    def test_several_organisations_come_back_apart_and_not_into_one_file(drill: Drill) -> None:
        (drill.folder / "SECURITY.md").write_text(POLICY)
        policy = str(drill.folder / "SECURITY.md")
        Desk.said(drill.desk.run("prepare", "--organisation", "Second team", "--policy", policy))
        path, made = drill.back_up()
        assert [each["organisation"] for each in made["ledgers"]] == [1, 2]
        back = restored(drill, path)
        assert back.sql("SELECT count(*) FROM tenants_project", scope=2) == [(1,)]
        assert back.sql("SELECT count(*) FROM tenants_project", scope=1) == [(2,)]
        Desk.said(back.run("prepare", "--organisation", "Third team"))  # the next number is free
        refused = drill.empty("one-file", postgresql=False).run(
            "restore", str(path), "--passphrase-file", str(drill.passphrase)
        )
        assert refused.returncode == 2
        assert "an SQLite file holds one" in refused.stderr
        assert not (drill.folder / "one-file").exists()

    def test_from_one_kind_of_database_into_the_other(drill: Drill) -> None:
        path, _ = drill.back_up()
        into_file = drill.empty("file", postgresql=False)
        sealed = ("--passphrase-file", str(drill.passphrase), "--verify")
        Desk.said(into_file.run("restore", str(path), *sealed))
        assert into_file.sql("SELECT reference, title FROM cases_case ORDER BY id") == drill.desk.sql(
            "SELECT reference, title FROM cases_case ORDER BY id"
        )
        assert into_file.python(READ_ALL) == drill.desk.python(READ_ALL)
        again = drill.folder / "again.tbk"
        Desk.said(into_file.run("backup", str(again), *sealed[:2]))
        back = drill.empty("server")
        Desk.said(back.run("restore", str(again), *sealed))
        assert back.sql(CLOCKS) == drill.desk.sql(CLOCKS)
        assert "whole" in Desk.said(back.run("verify"))


def test_the_secrets_stay_what_they_were_without_the_environment(drill: Drill) -> None:
    """The desk gave its secrets by the environment: they are in the sealed backup, and the new desk has them as files."""
    path, _ = drill.back_up()
    desk = drill.empty()
    bare = {
        name: value
        for name, value in desk.environment.items()
        if not name.startswith("TROTH_DESK_") or name in {"TROTH_DESK_DATA", "TROTH_DESK_DATABASE"}
    }
    command = [sys.executable, "-m", "troth_desk"]
    sealed = ["--passphrase-file", str(drill.passphrase), "--verify"]
    subprocess.run([*command, "restore", str(path), *sealed], env=bare, check=True, capture_output=True)
    for name, file in (("TROTH_DESK_ATTACHMENT_KEY", "attachments"), ("TROTH_DESK_FACTOR_KEY", "factors")):
        kept = desk.data / "keys" / file
        assert kept.read_text() == drill.desk.environment[name]
        assert kept.stat().st_mode & 0o777 == 0o600
    verified = subprocess.run([*command, "verify"], env=bare, check=True, capture_output=True, text=True)
    assert "whole" in verified.stdout


def test_another_secret_in_the_environment_is_refused_before_anything_is_written(drill: Drill) -> None:
    path, _ = drill.back_up()
    desk = drill.empty()
    environment = desk.environment | {"TROTH_DESK_FACTOR_KEY": base64.b64encode(b"x" * 24).decode()}
    command = [sys.executable, "-m", "troth_desk", "restore", str(path), "--passphrase-file", str(drill.passphrase)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "TROTH_DESK_FACTOR_KEY" in done.stderr
    assert not desk.data.exists()
