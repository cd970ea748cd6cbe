"""Everything that a team owns is in the archive, told so that it is read without the desk, and nobody's secret is."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.apps import apps

from desk.releases.released import Desk
from troth_desk.backups import everything, kinds, shapes
from troth_desk.backups.kinds import Kind

ROOT = Path(__file__).parents[3]
KINDS = list(kinds.every())
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SAFE = re.compile(r"[A-Za-z0-9_]+(/[A-Za-z0-9][A-Za-z0-9._-]*)*(\.[A-Za-z0-9]+)?")
LINK = "L1nk-of-somebody_" + "x" * 26
"""The secret of a link, as long as the desk makes them."""
SAID = (
    f"https://desk.example.org/case/harbour-works/{LINK}/, /o/harbour-works/join/{LINK}/ and "
    f"/o/harbour-works/calendar/{LINK}/due.ics; https://desk.example.org/news/harbour-works/12.{LINK}/ and "
    f"/letters/harbour-works/7.{LINK}/; https://shop.example.org/case/study/the-name-of-a-page/"
)
ADDRESSES = ("webhooks", "projects", "policies", "document_sources")
"""Kinds with addresses in which people put secrets."""
HOSTILE = "../../con\u202etxt.<b>\x07é .html"

FILL = """
import hashlib, json
from datetime import date, datetime, timedelta, UTC
from django.db import connection, models
from troth_desk.backups import kinds, shapes
from troth_desk.intake.models import Attachment, IdempotencyKey
from troth_desk.files.uploads import vault
from troth_desk.tenants import queries, scope
from troth_desk.tenants.models import Organisation, Project
from django.contrib.auth.models import User
from allauth.mfa.models import Authenticator
from allauth.account.models import EmailConfirmation
from django.contrib.sessions.models import Session

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

def value(field, organisation):
    if field.name == "organisation":
        return organisation
    if field.is_relation:
        found = field.related_model._base_manager.first()
        return found if found is not None or field.null else make(field.related_model, organisation)
    for kind, made in ((models.DateTimeField, NOW), (models.DateField, date(2026, 3, 2)), (models.DurationField,
        timedelta(minutes=90)), (models.BooleanField, True), (models.IntegerField, 7), (models.DecimalField, 7),
        (models.FloatField, 0.5),
        (models.GenericIPAddressField, "203.0.113.9")):
        if isinstance(field, kind):
            return made
    if isinstance(field, models.JSONField):
        return field.get_default() or []
    if field.choices:
        return field.flatchoices[0][0]
    return ("https://user:t0ken@hooks.example.org/t0ken?key=t0ken#t0ken" if "url" in field.name
            else hashlib.sha256(f"{field}".encode()).hexdigest()[: field.max_length or 64])

def make(model, organisation):
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    asked = {  # by their constraints, and what is JSON inside of a text
        "reporting_report": {"state": "approved", "content": "{}"}, "findings_finding": {"gone_at": None},
    }
    own = asked.get(model._meta.db_table, {})
    return model._base_manager.create(**{f.name: value(f, organisation) for f in fields} | own)

with scope.inside(queries.organisations().get()):
    organisation = queries.organisations().get()
    for kind in kinds.every():
        model = shapes.model(kind)
        if not model._base_manager.exists():
            make(model, organisation)
    raw = b"From: reporter@example.org\\r\\nSubject: a mail\\r\\n\\r\\nwords\\r\\n"
    with vault().writer() as writer:
        writer.write(raw)
    mails = shapes.model(next(k for k in kinds.KINDS if k.name == "mails"))._base_manager
    mails.update(stored_as=writer.stored_as, digest=writer.sha256)
    with vault().writer() as writer:
        writer.write(b"who took part")
    shown = shapes.model(next(k for k in kinds.KINDS if k.name == "evidence_files"))._base_manager
    shown.update(stored_as=writer.stored_as, sha256=writer.sha256)
    Attachment.objects.filter(pk=Attachment.objects.order_by("pk").first().pk).update(name=NAMED)
    kept = list(mails.values())[0]
    mails.create(**kept | {"id": None, "stored_as": "", "identity": "too large", "spoken_id": None})
    for table in ("cases_message", "notices_notice"):
        words = shapes.model(next(k for k in kinds.every() if k.table == table))._base_manager
        words.filter(pk=words.order_by("pk").first().pk).update(body=SAID)
    tokens = "https://user:t0ken@hooks.example.org/path?key=t0ken#t0ken"
    Project.objects.update(repository_url=tokens)
    shapes.model(next(k for k in kinds.KINDS if k.name == "document_sources"))._base_manager.update(source_url=tokens)
    secrets = [LINK]
    for named, why in kinds.COLUMNS_LEFT_OUT.items():
        table, column = named.split(".")
        model = next(shapes.model(k) for k in kinds.every() if k.table == table)
        field = model._meta.get_field(column)
        if not isinstance(field, (models.CharField, models.TextField)):
            continue
        if column != "stored_as" and why != kinds._DERIVED:
            canary = "k4n4rie" + hashlib.sha256(named.encode()).hexdigest()[:8]
            model._base_manager.filter(pk=model._base_manager.order_by("pk").first().pk).update(**{column: canary})
            secrets.append(canary)
        if why in {kinds._SECRET, kinds._TAGGED} or column == "stored_as":
            secrets += filter(None, model._base_manager.values_list(column, flat=True))
    for key in IdempotencyKey.objects.all():
        secrets += [key.digest, key.answer]
secrets += User.objects.values_list("password", flat=True)
secrets += [said for one in Authenticator.objects.all() for said in one.data.values() if isinstance(said, str)]
secrets += EmailConfirmation.objects.values_list("key", flat=True)
secrets += [each for row in Session.objects.values_list("session_key", "session_data") for each in row]
if connection.vendor == "sqlite":  # so that the queries alone keep two organisations apart
    connection.cursor().execute("DROP TRIGGER one_organisation_a_file")
lamp = Organisation.objects.create(slug="lamp", name="Lamp", created_at=NOW)
with scope.inside(lamp):
    Project.objects.create(organisation=lamp, slug="f0reign", name="f0reign", created_at=NOW)
print(json.dumps([each for each in secrets if len(each) > 7]))
"""

MEANWHILE = """
import tracemalloc
from datetime import datetime, UTC
from pathlib import Path
from troth_desk.backups import everything
from troth_desk.cases.models import Case, Note
from troth_desk.intake.models import Attachment
from troth_desk.files.uploads import vault
from troth_desk.notices.models import Notice
from troth_desk.tenants import queries, scope
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
organisation = queries.organisations().get(slug="harbour-works")
with scope.inside(organisation):
    case = Case.objects.first()
    with vault().writer() as writer:
        for _ in range(24):
            writer.write(bytes(2**20))
    Attachment.objects.create(organisation=organisation, case=case, name="large", size=writer.size, sniffed="",
        sha256=writer.sha256, stored_as=writer.stored_as, at=NOW)
    Notice.objects.bulk_create([Notice(organisation=organisation, key=f"many:{n}", subject="", title="many",
        body="w" * 12_000, created_at=NOW) for n in range(2_000)], batch_size=200)
written = []
def progress(what, size):
    if not written:
        with scope.inside(organisation):
            written.append(Note.objects.create(organisation=organisation, case=case, body="written meanwhile", at=NOW))
            Case.objects.filter(pk=case.pk).update(title="renamed meanwhile")
tracemalloc.start()
everything.take(Path(PATH), organisation, at=NOW, progress=progress)
print(tracemalloc.get_traced_memory()[1], len(written))
"""

DAMAGED = """
from datetime import datetime, UTC
from pathlib import Path
from troth_desk.backups import everything
from troth_desk.backups.refusal import NoBackupError
from troth_desk.intake.models import Attachment
from troth_desk.files.uploads import vault
from troth_desk.files.vault import Vault
from troth_desk.tenants import queries, scope
organisation = queries.organisations().get(slug="harbour-works")
with scope.inside(organisation):
    file = next(p for p in map(vault().path, Attachment.objects.values_list("stored_as", flat=True)) if p.is_file())
whole = file.read_bytes()
file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
Vault.prove = lambda *_: None  # it was whole a moment ago
try:
    everything.take(Path(PATH), organisation, at=datetime(2026, 11, 21, 9, tzinfo=UTC))
except NoBackupError as error:
    print(error)
finally:
    file.write_bytes(whole)
"""


@dataclass(slots=True)
class Archive:
    """An export of everything, open; ``secrets`` of the desk that it is of."""

    desk: Desk
    zip: zipfile.ZipFile
    secrets: list[str]

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.zip.read(f"rows/{name}.jsonl").splitlines()]

    def objects(self, kind: Kind) -> list[dict[str, Any]]:
        """Those of a kind, wherever they stand."""

        def within(name: Kind, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
            if name is kind:
                yield from rows
            for inner in name.inside:
                found = [row[inner.name] for row in rows]
                yield from within(
                    inner, [one for one in found if one] if inner.one else [one for each in found for one in each]
                )

        return [each for top in kinds.KINDS for each in within(top, self.lines(top.name))]


def export(desk: Desk, path: Path, *options: str, code: int = 0) -> dict[str, Any]:
    told = Desk.said(desk.run("export", "--everything", str(path), "--json", *options), code)
    found: dict[str, Any] = json.loads(told)
    return found


@pytest.fixture(scope="module")
def filled(desk: Desk) -> tuple[Desk, list[str]]:
    """A desk with a row in every table that is exported, and its secrets."""
    return desk, json.loads(desk.python(f"NAMED, LINK, SAID = {(HOSTILE, LINK, SAID)!r}\n{FILL}"))


@pytest.fixture(scope="module")
def archive(filled: tuple[Desk, list[str]]) -> Iterator[Archive]:
    desk, secrets = filled
    path = desk.data.parent / "everything.zip"
    told = export(desk, path, "--organisation", "harbour-works")
    assert told["missing"] == {}
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as opened:
        yield Archive(desk, opened, secrets)


def test_every_table_is_exported_or_left_out_with_a_reason() -> None:
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    exported = {kind.table for kind in KINDS} | set(kinds.OWN_FORM)
    assert exported | set(kinds.LEFT_OUT) | {"django_migrations"} >= there
    assert not exported & set(kinds.LEFT_OUT)
    assert set(kinds.LEFT_OUT) <= there
    assert len(exported) == len(KINDS) + 2


@pytest.mark.parametrize("kind", KINDS, ids=[kind.table for kind in KINDS])
def test_every_column_is_exported_or_left_out_with_a_reason(kind: Kind) -> None:
    there = {field.attname for field in shapes.model(kind)._meta.concrete_fields} - {"organisation_id"}
    left = {name.partition(".")[2] for name in kinds.COLUMNS_LEFT_OUT if name.startswith(f"{kind.table}.")}
    said = shapes.columns(kind)
    direct = {each.field.attname for each in said if "__" not in each.path}
    through = {f"{each.path.partition('__')[0]}_id" for each in said if "__" in each.path}
    assert (direct | through) & left <= {"user_id"}  # of which name and address are told
    assert direct | through | left | {kind.by} - {""} == there | {kind.by} - {""}
    names = [each.name for each in said] + [each.name for each in kind.inside]
    assert len(names) == len(set(names))
    assert all(kinds.COLUMNS_LEFT_OUT.values())


def test_every_row_is_there_once(archive: Archive) -> None:
    for kind in KINDS:
        whose = "id" if kind.name == "organisation" else "organisation_id"
        statement = f'SELECT id FROM "{kind.table}" WHERE {whose} = 1'  # noqa: S608 - names of ours
        ids = sorted(key for (key,) in archive.desk.sql(statement))
        assert ids, kind
        assert sorted(each["id"] for each in archive.objects(kind)) == ids, kind
    facts = json.loads(archive.zip.read("EXPORT.json"))
    assert facts["rows"] == {kind.name: len(archive.lines(kind.name)) for kind in kinds.KINDS}


def test_each_line_is_what_its_schema_says(archive: Archive) -> None:
    for kind in kinds.KINDS:
        schema = json.loads(archive.zip.read(f"schemas/{kind.name}.schema.json"))
        validator = jsonschema_rs.validator_for(schema, validate_formats=True)
        for each in archive.lines(kind.name):
            validator.validate(each)
            assert not validator.is_valid(each | {"more": 1})
            assert not validator.is_valid(each | {"id": "1"})


def test_it_tells_what_the_rows_say(archive: Archive) -> None:
    case = next(each for each in archive.lines("cases") if each["title"].startswith("Königsweg"))
    assert [each["contact"] for each in case["participants"]] == ["reporter@example.org"]
    assert case["description"] == 'It\'s "quoted" \\ back\nslash\ttab;'
    assert case["transitions"][0]["after"] == "received"
    assert case["received_at"] == "2026-11-20T09:00:00Z"
    assert case["receipt"]["envelope"]["payloadType"]
    owed = [each for each in archive.lines("clocks") if each["subject"] == f"case:{case['reference']}"]
    policy = next(each for each in archive.lines("policies") if each["id"] == case["policy_id"])
    promised = {each["id"]: each["sentence"] for each in policy["promises"]}
    assert owed
    assert [each["sentence"] for each in owed] == [promised[each["promise_id"]] for each in owed]
    assert "answer every report" in policy["documents"][0]["text"]
    assert any(each["breached_at"] and INSTANT.fullmatch(each["breached_at"]) for each in archive.lines("clocks"))
    assert {each["email"] for each in archive.lines("people")} > {"owner@example.org", "auditor@example.org"}
    assert archive.lines("webhooks")[0]["receiver"] == "https://hooks.example.org"


def test_no_secret_is_in_it(archive: Archive) -> None:
    assert len(archive.secrets) > 60
    names = archive.zip.namelist()
    whole = b"\n".join(archive.zip.read(name) for name in names) + "\n".join(names).encode()
    assert [each for each in archive.secrets if each.encode() in whole] == []
    assert whole.count("https://desk.example.org/case/harbour-works/…/, /o/harbour-works/join/…/ and".encode()) == 2
    assert whole.count(b"https://shop.example.org/case/study/the-name-of-a-page/") == 2, "what a report speaks of stays"
    assert b"f0reign" not in whole
    told = b"".join(archive.zip.read(f"rows/{name}.jsonl") for name in ADDRESSES)
    assert told.count(b"https://hooks.example.org/path") > 2
    assert b"t0ken" not in told


def test_files_are_plain_under_safe_names_and_what_they_were(archive: Archive) -> None:
    rows = archive.lines("attachments") + archive.lines("mails")
    assert [row["missing"] for row in rows if not row["file"]] == [everything.TOO_LARGE]
    for row in [row for row in rows if row["file"]]:
        assert hashlib.sha256(archive.zip.read(row["file"])).hexdigest() == row["sha256"]
    names = archive.zip.namelist()
    assert [name for name in names if not SAFE.fullmatch(name) or ".." in name] == []
    assert len(names) == len(set(names))
    assert any(row["name"] == HOSTILE for row in archive.lines("attachments"))
    assert b"what a reporter sent" in {archive.zip.read(row["file"]) for row in archive.lines("attachments")}
    sums = dict(line.split("  ")[::-1] for line in archive.zip.read("SHA256SUMS").decode().splitlines())
    assert sums.keys() == set(names) - {"SHA256SUMS"}
    assert all(hashlib.sha256(archive.zip.read(name)).hexdigest() == digest for name, digest in sums.items())


def test_its_readme_names_every_kind(archive: Archive) -> None:
    text = archive.zip.read("README.md").decode()
    assert [kind for kind in KINDS if f"`{kind.name}`" not in text] == []
    code = text.split('`python3 -c "')[1].split('"`')[0].replace("\n", " ")
    folder = archive.desk.data.parent / "read"
    archive.zip.extractall(folder)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert "Königsweg – ein Bericht 🔑" in done.stdout


def test_owners_are_told_and_the_ledger_in_it_verifies_without_the_desk(archive: Archive, tmp_path: Path) -> None:
    events = [each["detail"] for each in archive.lines("security_events") if each["kind"] == "export"]
    assert events == [{"what": "everything"}]
    (tmp_path / "ledger.jsonl").write_bytes(archive.zip.read("ledger.jsonl"))
    assert "security.seen" in (tmp_path / "ledger.jsonl").read_text()
    keys = "from troth_desk.ledger import signing; print(signing.public_key_pem())"
    (tmp_path / "key.pem").write_text(archive.desk.python(keys))
    command = [sys.executable, str(ROOT / "hosts/verify_ledger.py"), "ledger.jsonl", "--key", "key.pem"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_row_of_another_team_is_in_it_and_what_is_missing_is_named(archive: Archive, tmp_path: Path) -> None:
    desk = archive.desk
    lost, damaged = (desk.data / "attachments" / name[:2] / name for name in archive_files(archive))
    lost.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    several = desk.run("export", "--everything", str(tmp_path / "no.zip"))
    assert several.returncode == 2
    assert "--organisation harbour-works|lamp" in several.stderr
    assert not (tmp_path / "no.zip").exists()
    export(desk, tmp_path / "lamp.zip", "--organisation", "lamp")
    with zipfile.ZipFile(tmp_path / "lamp.zip") as opened:
        rows = json.loads(opened.read("EXPORT.json"))["rows"]
        assert {name: count for name, count in rows.items() if count} == {
            "organisation": 1, "projects": 1, "security_events": 1
        }  # fmt: skip
        assert opened.read("ledger.jsonl").count(b"security.seen") == 1
    told = export(desk, tmp_path / "one.zip", "--organisation", "harbour-works", code=1)
    assert len(told["missing"]) == 2
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        assert b"f0reign" not in opened.read("rows/projects.jsonl")
        files = [json.loads(line) for line in opened.read("rows/attachments.jsonl").splitlines()]
        assert len([each for each in files if each["missing"] and each["file"] is None]) == 2
        assert opened.testzip() is None


def archive_files(archive: Archive) -> list[str]:
    """The names of two sealed attachments on the disk."""
    return [name for (name,) in archive.desk.sql("SELECT stored_as FROM intake_attachment ORDER BY id LIMIT 2")]


def test_a_file_that_is_damaged_while_it_is_read_is_in_no_archive(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "half.zip"
    assert "changed while it was read; export again" in archive.desk.python(f"PATH = {str(path)!r}\n{DAMAGED}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "____etc_passwd"),
        ("..", "_"),
        ("", "file"),
        ("w" * 300 + ".png", "w" * 76 + ".png"),
        ("a.exe. ", "a.exe._"),
        ("C:\\new\n\0", "C_new_"),
    ],
)
def test_a_name_leads_nowhere_fits_on_each_disk_and_keeps_its_end(name: str, kept: str) -> None:
    attachments = next(kind for kind in KINDS if kind.name == "attachments")
    told = everything._name(attachments, {"id": 7, "case": "TR-1", "name": name})
    assert told == f"attachments/TR-1/7-{kept}"


@pytest.mark.parametrize(
    ("options", "says"), [(("--organisation", "nobody"), "no organisation is called"), ((), "is there")]
)
def test_what_cannot_be_written_is_said(archive: Archive, tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    path = tmp_path / "here.zip"
    if not options:
        path.write_text("precious")
        options = ("--organisation", "harbour-works")
    done = archive.desk.run("export", "--everything", str(path), *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert not path.exists() or path.read_text() == "precious"


def test_a_disk_that_takes_nothing_is_said(archive: Archive) -> None:
    done = archive.desk.run("export", "--everything", "/proc/here.zip", "--organisation", "harbour-works")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("troth-desk: there is no export: the export cannot be written: ")


def test_it_holds_one_instant_stops_no_writer_and_keeps_little_in_memory(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "instant.zip"
    peak, written = archive.desk.python(f"PATH = {str(path)!r}\n{MEANWHILE}").split()
    assert written == "1"
    with zipfile.ZipFile(path) as opened:
        assert opened.read("rows/notices.jsonl").count(b"wwww") > 2_000
        assert b"meanwhile" not in opened.read("rows/cases.jsonl")
    assert archive.desk.sql("SELECT count(*) FROM cases_note WHERE body = 'written meanwhile'") == [(1,)]
    assert int(peak) < 16 * 2**20  # of 24 MiB in one file and 23 MiB of notices


SOUNDS = re.compile("secret|token|digest|password|sealed|tag|key")
NO_SECRET = {
    "cases_alarm.key": "a name of the alarm",
    "notices_notice.key": "a name of the notice",
    "policies_policyversion.digest": "of the documents",
    "policies_text.digest": "of the text",
    "scans_scan.digest": "of the result",
    "scans_scan.digests": "of the documents",
    "scans_scan.key_id": "the row of the key, not the key",
    "mailbox_receivedmail.digest": "of the mail",
    "incidents_playbooktext.digest": "of the text",
    "watch_inventory.digest": "of the components",
    "watch_inventory.key_id": "the row of the key, not the key",
    "watch_weakness.key": "the id of an advisory",
    "watch_concern.key": "the id of an advisory",
    "watch_watching.digest": "of public advisories",
    "watch_comparison.digest": "of public advisories",
    "findings_import.digest": "of what was sent",
    "findings_waiver.stage": "how far it came",
    "findings_passage.stage": "where it was tested",
    "publishing_revision.digest": "of the content",
    "publishing_step.digest": "of the content",
    "reporting_report.digest": "of the content",
}
"""Columns that sound like secrets and are none."""


def test_every_column_that_sounds_like_a_secret_was_looked_at() -> None:
    told = {
        f"{kind.table}.{each.field.attname}" for kind in KINDS for each in shapes.columns(kind) if "__" not in each.path
    }
    assert {name for name in told if SOUNDS.search(name.partition(".")[2])} <= set(NO_SECRET)
