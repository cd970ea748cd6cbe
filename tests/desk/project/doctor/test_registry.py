"""The doctor's registry: one check, one file, one test; a broken check hides no other; unsafe desks do not start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from troth.terms.commitment import KINDS
from troth_desk.project import doctor
from troth_desk.project.doctor.check import Check, Desk, Finding, State, look, safe, unsafe
from troth_desk.project.doctor.clauses import TLS

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "src" / "troth_desk" / "project" / "doctor"


def test_one_check_one_file_one_test_one_line() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "check", "clauses"}
    names = [check.name for check in doctor.CHECKS]
    assert sorted(name.replace("-", "_") for name in names) == sorted(files)
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert files <= tests


def test_each_check_asks_a_question_and_names_the_clause_that_it_applies() -> None:
    kinds = {kind.__struct_config__.tag for kind in KINDS}
    for check in doctor.CHECKS:
        assert check.asks.endswith("?"), check.name
        assert check.applies, check.name
        assert {clause.kind for clause in check.applies} <= kinds, check.name
    assert any(clause.kind == "guidance" for check in doctor.CHECKS for clause in check.applies)


def test_the_manual_names_every_check_and_those_that_refuse_the_start() -> None:
    told = (ROOT / "docs" / "desk" / "doctor.md").read_text()
    for check in doctor.CHECKS:
        (line,) = [each for each in told.splitlines() if each.startswith(f"| `{check.name}` |")]
        assert line.endswith("| yes |") is check.before_start, check.name


def test_a_check_that_fails_is_told_as_not_looked_at(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(desk: Desk) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield safe("never")

    found = look(Check("breaks", "?", (TLS,), breaks), desk)
    assert found.state is State.UNSEEN
    assert "ZeroDivisionError" in found.findings[0].says
    assert "the check breaks failed" in caplog.text


def test_the_heaviest_finding_is_the_state_of_a_check(desk: Desk) -> None:
    check = Check("one", "?", (TLS,), lambda _: (safe("a"), unsafe("b", "c"), safe("d")))
    assert look(check, desk).state is State.UNSAFE


@pytest.mark.parametrize(
    ("address", "production"),
    [
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://desk.localhost", False),
        ("https://desk.example.org", True),
        ("http://10.0.0.7:8000", True),
        ("http://localhost.example.org", True),
    ],
)
def test_production_is_whatever_others_can_reach(
    address: str, production: bool, settings: Settings, at: datetime
) -> None:
    settings.ADDRESS = address
    assert doctor.present(at).production is production


def test_unsafe_settings_refuse_the_start_in_production_alone_unless_they_are_meant(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    settings.DEBUG = True
    (said,) = [each for each in doctor.refusals(Desk(at, "https://desk.example.org", True)) if "debug" in each]
    assert said.startswith("debug: DEBUG is on")
    assert "Set DEBUG to False" in said
    assert list(doctor.refusals(Desk(at, "http://localhost:8000", False))) == []
    monkeypatch.setenv("TROTH_DESK_ACCEPT", "debug, hosts")
    assert [each for each in doctor.refusals(Desk(at, "https://desk.example.org", True)) if "debug" in each] == []


def run(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_DESK")}
    environment |= {"PYTHONPATH": str(ROOT / "src"), **more}
    command = [sys.executable, "-m", "troth_desk", arguments[0], "--data", str(data), *arguments[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


def test_the_command_tells_people_and_programs_and_a_desk_in_clear_does_not_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    nothing = run(data, "doctor")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "there is no desk" in nothing.stderr
    in_clear = {"TROTH_DESK_ADDRESS": "http://desk.example.org"}
    for command in (("up",), ("web",), ("worker",), ("lmtp", str(tmp_path / "lmtp"))):
        refused = run(data, *command, **in_clear)
        assert refused.returncode == 2, command
        assert "troth-desk: this desk is not safe to start. address: People reach the desk at" in refused.stderr
        assert "TROTH_DESK_ACCEPT=address" in refused.stderr
    named = run(data, "web", "--host", "0.0.0.0", TROTH_DESK_HOSTS="desk.example.org")  # noqa: S104 - it does not start
    assert named.returncode == 2
    assert "People reach the desk by desk.example.org, and not by https" in named.stderr
    (data / "desk.sqlite3").touch()
    empty = run(data, "doctor")
    assert empty.returncode == 2, "what was not looked at is not fine"
    assert "it has no tables yet" in empty.stderr
    assert run(data, "prepare", "--project", "Harbour").returncode == 0
    told = run(data, "doctor")
    assert told.stdout.startswith("Desk at http://127.0.0.1:8000 (this machine alone): ")
    assert "● ledger (safe): Is the audit log on" in told.stdout
    assert told.returncode == 0
    found = run(data, "doctor", "--json", "--only", "address", **in_clear)
    assert found.returncode == 1
    (check,) = json.loads(found.stdout)["checks"]
    assert (check["name"], check["state"], check["accepted"]) == ("address", "unsafe", False)
    assert check["applies"] == [{"kind": "guidance", "sentence": "Enable TLS for all network communications"}]
    meant = run(data, "doctor", "--only", "address", TROTH_DESK_ACCEPT="address", **in_clear)
    assert (meant.returncode, "unsafe, accepted" in meant.stdout) == (0, True)
    assert run(data, "doctor", TROTH_DESK_ACCEPT="adress").returncode == 2
    wrong = run(data, "doctor", TROTH_DESK_OIDC="https://login.example.org")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("troth-desk: TROTH_DESK_OIDC takes https://issuer?client_id=desk")
