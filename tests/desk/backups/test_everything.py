"""All that a team owns in open formats: whole, readable without the desk, and without anything that opens something."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.backups.conftest import Drill
from desk.releases.released import Desk
from troth_desk.backups import everything

ROOT = Path(__file__).parents[3]
SAID = re.compile("secret|token|digest|password|sealed|tag|key")
NO_SECRET = {
    "cases_alarm.key": "a name of the alarm",
    "cases_case.digest": "of the words of the report, to find what was sent twice",
    "intake_attachment.sha256": "of the file",
    "ledger_checkpoint.digest": "of an entry",
    "ledger_entry.digest": "of an entry",
    "mailbox_receivedmail.digest": "of the mail",
    "hosted_watch.etag": "GitHub's name of a page of answers",
    "notices_notice.key": "a name of the notice",
    "people_securityevent.key": "a name of the event",
    "policies_policyversion.digest": "of the documents",
    "policies_text.digest": "of the text",
    "scans_scan.digest": "of the result",
    "scans_scan.digests": "of the documents",
    "scans_scan.key_id": "the row of the key, not the key",
}
"""Columns that sound like secrets and are none."""


@pytest.fixture
def taken(drill: Drill) -> Iterator[tuple[Drill, tarfile.TarFile]]:
    path = drill.folder / "all.tar"
    told = Desk.said(drill.desk.run("export", "--everything", str(path)))
    assert "not sealed" in told
    assert path.stat().st_mode & 0o777 == 0o600
    again = drill.desk.run("export", "--everything", str(path))
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    with tarfile.open(path) as tar:
        yield drill, tar


def read(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(name)
    assert member is not None
    return member.read()


def test_all_of_it_is_there(taken: tuple[Drill, tarfile.TarFile], tmp_path: Path) -> None:
    drill, tar = taken
    names = set(tar.getnames())
    schema = json.loads(read(tar, "schema.json"))
    for kind, told in schema.items():
        lines = [json.loads(line) for line in read(tar, f"rows/{kind}.jsonl").splitlines()]
        if kind not in {"ledger_entry", "people_securityevent"}:  # which tell of this very export
            assert [(len(lines),)] == drill.desk.sql(f"SELECT count(*) FROM {kind}"), kind  # noqa: S608 - our tables
        assert all(line.keys() == told["columns"].keys() for line in lines), kind
        assert told["what"], kind
    assert {"cases_case", "cases_message", "cases_note", "deadlines_clock", "policies_text", "notices_notice"} <= set(
        schema
    )
    stored = {name for (name,) in drill.desk.sql("SELECT stored_as FROM intake_attachment")}
    assert stored
    assert {f"files/{name}" for name in stored} <= names
    for name, digest in drill.desk.sql("SELECT stored_as, sha256 FROM intake_attachment"):
        assert hashlib.sha256(read(tar, f"files/{name}")).hexdigest() == digest
    people = [json.loads(line) for line in read(tar, "people.jsonl").splitlines()]
    assert {one["email"] for one in people} >= {"owner@example.org"}
    assert "Everything of" in read(tar, "README.md").decode()
    (tmp_path / "ledger.jsonl").write_bytes(read(tar, "ledger.jsonl"))
    key = drill.desk.python("from troth_desk.ledger import signing; print(signing.trusted_keys()[0])")
    (tmp_path / "key.pem").write_text(key)
    command = [sys.executable, "-I", str(ROOT / "hosts" / "verify_ledger.py"), "ledger.jsonl", "--key", "key.pem"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout[:6]) == (0, "whole:"), done.stdout + done.stderr


def test_nothing_in_it_opens_anything(taken: tuple[Drill, tarfile.TarFile]) -> None:
    drill, tar = taken
    whole = b"".join(read(tar, name) for name in tar.getnames() if not name.startswith("files/"))
    hidden = [
        value
        for table, columns in everything.SECRETS.items()
        for column in columns
        for (value,) in drill.desk.sql(f"SELECT {column} FROM {table}")  # noqa: S608 - our tables
    ]
    hidden += [value for (value,) in drill.desk.sql("SELECT password FROM auth_user")]
    hidden = [str(value) for value in hidden if value]
    assert hidden
    for value in hidden:
        assert value.encode() not in whole
    keys = "from django.conf import settings as s; print(s.SECRET_KEY, s.ATTACHMENT_KEY, s.FACTOR_KEY, sep='\\n')"
    for value in drill.desk.python(keys).split():
        assert len(value) > 20
        assert value.encode() not in whole
    assert b"PRIVATE KEY" not in whole


def test_every_column_that_sounds_like_a_secret_was_looked_at() -> None:
    """A new column has to be named: as one that opens something, or as one that does not."""
    told = {
        f"{model._meta.db_table}.{column.attname}"
        for model in everything.kinds()
        for column in everything.columns(model)
    }
    assert {name for name in told if SAID.search(name.partition(".")[2])} <= set(NO_SECRET)
    for table, columns in everything.SECRETS.items():
        assert not {f"{table}.{column}" for column in columns} & told


def test_secrets_of_links_are_taken_out_of_words() -> None:
    words = b"Your page: https://desk.example.org/case/harbour/ZXhhbXBsZS1vZi1hLXNlY3JldA/ and /o/harbour/join/dG9rZW4tdG9rZW4tdG9r/"
    told = everything.LINK.sub(rb"\1...", words).decode()
    assert told == "Your page: https://desk.example.org/case/harbour/.../ and /o/harbour/join/.../"
