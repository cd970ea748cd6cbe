"""``troth-desk verify`` and ``export --ledger`` on a desk of their own, as an operator runs them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
POLICY = "# Security\n\nWe acknowledge reports within 48 hours.\n"


def desk(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_DESK")}
    environment |= {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "troth_desk", *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=data.parent)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "SECURITY.md").write_text(POLICY)
    done = desk(folder / "data", "prepare", "--policy", str(folder / "SECURITY.md"), "--project", "Harbour")
    assert done.returncode == 0, done.stderr
    return folder / "data"


def copied(data: Path, to: Path) -> Path:
    with sqlite3.connect(data / "desk.sqlite3") as there:
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    subprocess.run(["cp", "-a", str(data), str(to / "data")], check=True)
    return to / "data"


def tamper(data: Path, statement: str) -> None:
    with sqlite3.connect(data / "desk.sqlite3") as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        texts = [
            text for (text,) in database.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        ]
        assert names
        for name in names:
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(statement).rowcount > 0
        for text in texts:
            database.execute(text)


def test_a_desk_that_was_let_alone_is_whole(data: Path) -> None:
    done = desk(data, "verify")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("whole   Harbour: 5 entries, 1 signed checkpoint; head ")


def test_where_nothing_is_nothing_is_whole(data: Path, tmp_path: Path) -> None:
    empty = copied(data, tmp_path)
    tamper(empty, "DELETE FROM tenants_organisation")
    done = desk(empty, "verify")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no organisation" in done.stderr


def test_the_first_bad_entry_is_named(data: Path, tmp_path: Path) -> None:
    broken = copied(data, tmp_path)
    tamper(broken, "UPDATE ledger_entry SET body = replace(body, '\"version\":1', '\"version\":2') WHERE seq = 3")
    done = desk(broken, "verify")
    assert done.returncode == 1
    assert done.stdout.startswith("BROKEN  Harbour: entry 3 (policy.imported of project:1, ")
    assert done.stdout.endswith("UTC): its text or its digest was changed\n")


def test_rules_that_were_taken_away_are_told(data: Path, tmp_path: Path) -> None:
    broken = copied(data, tmp_path)
    with sqlite3.connect(broken / "desk.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_entry_unchanged")
    done = desk(broken, "verify")
    assert (done.returncode, "ledger_entry_unchanged is off" in done.stderr) == (1, True)


def test_an_end_that_was_cut_off_is_seen_by_what_was_kept(data: Path, tmp_path: Path) -> None:
    data = copied(data, tmp_path)  # each export is an entry of its own
    kept = tmp_path / "kept.jsonl"
    kept.write_text(desk(data, "export", "--ledger").stdout)
    assert [next(iter(json.loads(line))) for line in kept.read_text().splitlines()][-1] == "head"
    assert desk(data, "verify", "--kept", str(kept)).returncode == 0
    (tmp_path / "broken").mkdir()
    broken = copied(data, tmp_path / "broken")
    tamper(broken, "DELETE FROM ledger_entry WHERE seq = 6")
    tamper(broken, "UPDATE ledger_head SET seq = 5")
    assert desk(broken, "verify").returncode == 0
    done = desk(broken, "verify", "--kept", str(kept))
    assert (done.returncode, "entry 6: it is missing" in done.stdout) == (1, True), done.stdout


def test_the_independent_verifier_reads_the_export(data: Path, tmp_path: Path) -> None:
    data = copied(data, tmp_path)
    (tmp_path / "ledger.jsonl").write_text(desk(data, "export", "--ledger").stdout)
    private = (data / "keys" / "signing.pem").read_bytes()
    public = subprocess.run(["openssl", "pkey", "-pubout"], input=private, capture_output=True, check=True).stdout
    (tmp_path / "desk-key.pem").write_bytes(public)
    command = [sys.executable, "-I", str(ROOT / "hosts" / "verify_ledger.py"), "ledger.jsonl", "--key", "desk-key.pem"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "whole: 6 entries, signed up to the last one\n"), done.stderr


@pytest.mark.parametrize("command", ["verify", "export"])
def test_where_there_is_no_desk_none_is_made(tmp_path: Path, command: str) -> None:
    done = desk(tmp_path / "none", command)
    assert (done.returncode, "there is no desk in" in done.stderr) == (2, True)
    assert not (tmp_path / "none").exists()


def test_a_key_or_a_kept_checkpoint_that_is_none(data: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    assert desk(data, "verify", "--kept", str(tmp_path / "text")).returncode == 2
    assert desk(data, "verify", "--key", str(tmp_path / "none")).returncode == 2
    done = desk(data, "verify", "--key", str(tmp_path / "text"))
    assert (done.returncode, "no public key" in done.stderr) == (2, True)
    assert desk(data, "export", "--ledger", "--organisation", "nobody").returncode == 2
