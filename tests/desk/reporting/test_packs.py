"""The audit pack: everything in it is signed and verified without the desk; no secret is in it; any change shows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from desk.reporting.conftest import reported
from troth.cli.__main__ import main
from troth_desk.ledger import signing
from troth_desk.people import actions as people
from troth_desk.people.models import Membership, SecurityEvent
from troth_desk.reporting import packing, periods
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

ZIP = "/o/harbour/paper/harbour/pack.zip"


@pytest.fixture
def pack(ours: Project, now: datetime, owner_client: Client) -> bytes:
    reported(ours, now - timedelta(days=20), late=True)
    answer = owner_client.get(f"{ZIP}?begins=2026-07-01&ends=2026-09-30")
    assert answer.status_code == 200
    return answer.content


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def verified(tmp_path: Path, data: bytes, key: str | None = None) -> subprocess.CompletedProcess[str]:
    """What the program of the pack itself says, in a process that knows nothing of the desk."""
    (tmp_path / "pack.zip").write_bytes(data)
    (tmp_path / "key.pem").write_text(key or signing.public_key_pem())
    program = Path(packing.__file__).with_name("verify_pack.py")
    return subprocess.run(
        [sys.executable, "-I", str(program), str(tmp_path / "pack.zip"), "--key", str(tmp_path / "key.pem")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_it_holds_what_auditors_ask_for_and_is_verified_offline(pack: bytes, tmp_path: Path) -> None:
    held = files(pack)
    assert {
        "policy/00-SECURITY.md", "promises.json", "facts.dsse.json", "standards.json", "standards.csv", "clocks.csv",
        "waivers.csv", "incidents.csv", "reviews.csv", "access.csv", "sections.json", "ledger-head.dsse.json", "index.html", "verify.py",
        "manifest.json", "manifest.dsse.json",
    } == set(held)  # fmt: skip
    done = verified(tmp_path, pack)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("whole: 14 files of harbour/harbour as of 2026-10-06T09:00:00Z")
    clocks = list(csv.DictReader(io.StringIO(held["clocks.csv"].decode())))
    assert {row["action"] for row in clocks} >= {"acknowledge"}
    assert json.loads(held["promises.json"])["verdicts"]
    assert "<h1>Audit pack of Harbour</h1>" in held["index.html"].decode()


def replaced(data: bytes, name: str, content: bytes | None) -> bytes:
    made = files(data) | ({name: content} if content is not None else {})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        for each, inside in made.items():
            if not (each == name and content is None):
                zipped.writestr(each, inside)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("clocks.csv", b"for,action\n", "clocks.csv is not the file that was signed"),
        ("waivers.csv", None, "waivers.csv is missing"),
        ("more.txt", b"more", "more.txt is not the file that was signed"),
        ("manifest.json", b"{}", "manifest.json is not what was signed"),
        ("manifest.dsse.json", b"{}", "no signed envelope"),
    ],
)
def test_whatever_is_changed_shows(pack: bytes, tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    done = verified(tmp_path, replaced(pack, name, content))
    assert done.returncode == 1
    assert words in done.stderr


def test_another_key_verifies_nothing(pack: bytes, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    done = verified(tmp_path, pack, pem)
    assert done.returncode == 1
    assert "not signed by that key" in done.stderr


def test_no_archive_is_said_to_be_none(tmp_path: Path) -> None:
    assert verified(tmp_path, b"PK nothing").returncode == 1
    assert verified(tmp_path, b"", "no key").returncode == 2


def test_access_names_people_and_keys_and_no_secret(
    ours: Project, now: datetime, owner: Membership, owner_client: Client, key_for: Callable[..., dict[str, str]]
) -> None:
    _, secret = people.make_key(
        ours.organisation,
        "=CI",
        ["scans:push"],
        expires_at=now + timedelta(days=9),
        member=owner,
        by=owner.actor,
        at=now,
    )
    held = files(owner_client.get(ZIP).content)
    rows = list(csv.DictReader(io.StringIO(held["access.csv"].decode())))
    assert {(row["who"], row["sort"], row["may"]) for row in rows} >= {("'=CI", "key", "scans:push")}
    assert any(row["sort"] == "member" and row["may"] == "owner" for row in rows)
    told = b"".join(held.values()).decode(errors="replace")
    assert not [part for part in (secret, secret.split("_")[2], owner.user.email) if part in told]


def test_owners_hear_that_it_was_taken_out(pack: bytes, ours: Project) -> None:
    [event] = SecurityEvent.objects.filter(organisation=ours.organisation, kind="export")
    assert "audit pack" in json.dumps(event.detail)


def test_the_page_shows_it_and_days_that_are_none(ours: Project, now: datetime, auditor_client: Client) -> None:
    page = auditor_client.get("/o/harbour/paper/harbour/pack/?begins=2026-07-01&ends=2026-09-30")
    assert "2026 Q3" in page.content.decode()
    for wrong in ("begins=x&ends=y", "begins=2026-09-30&ends=2026-07-01", "begins=2026-09-30"):
        assert auditor_client.get(f"/o/harbour/paper/harbour/pack/?{wrong}").status_code == 422


def test_a_project_without_a_policy_has_a_pack_too(project: Project, now: datetime, tmp_path: Path) -> None:
    period = Period(*periods.last_quarter(now.date()), "Europe/Berlin")
    made = packing.archive(project, period, now, packing.pack(project, period, now))
    assert verified(tmp_path, made).returncode == 0
    assert "promises.json" not in files(made)


def by_troth(tmp_path: Path, data: bytes) -> int:
    """What ``troth verify`` says."""
    (tmp_path / "pack.zip").write_bytes(data)
    (tmp_path / "key.pem").write_text(signing.public_key_pem())
    return main(["verify", "--key", str(tmp_path / "key.pem"), "--at", "2027-01-01", str(tmp_path / "pack.zip")])


def test_troth_verifies_it_too(pack: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert by_troth(tmp_path, pack) == 0
    assert "audit pack, harbour/harbour" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"clocks.csv": b"nothing was late"}, "clocks.csv is not the file that was signed"),
        ({"more.txt": b"put into it"}, "more.txt was put into it"),
        ({"clocks.csv": None}, "clocks.csv is missing"),
        ({"manifest.json": b"{}"}, "manifest.json is not the list"),
        ({"manifest.json": None}, "manifest.json is not the list"),
        ({"manifest.dsse.json": None}, "no signed envelope"),
    ],
)
def test_troth_finds_every_change(
    pack: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, bytes | None], told: str
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        for name, data in (files(pack) | change).items():
            if data is not None:
                zipped.writestr(name, data)
    assert by_troth(tmp_path, held.getvalue()) == 1
    assert told in capsys.readouterr().out


def test_troth_reads_no_bomb(
    pack: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.cli.verify.LARGEST_PACK", 1_000)
    assert by_troth(tmp_path, pack) == 1
    assert "unpacked it is larger than a pack" in capsys.readouterr().out
    assert by_troth(tmp_path, pack[:-40]) == 1
    assert "no archive that can be read" in capsys.readouterr().out
