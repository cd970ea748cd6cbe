"""The example project, end to end: each line of its policy has the standing it deserves, for the right reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

NAMES = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
MOMENT = "2026-11-20T12:00:00+0000"
ROOT = Path(__file__).resolve().parents[1]
TROTH = Path(sys.executable).with_name("troth")
AT = ("--no-tools", "--at", "2026-11-25")

EXPECTED = [
    (10, "supported_version", "kept", "pyproject.toml:3", "1.2.0"),
    (11, "supported_version", "kept", "SECURITY.md:11", "not in it"),
    (15, "contact", "unproven", None, "setting of the host"),
    (15, "public_issue_ban", "kept", ".github/ISSUE_TEMPLATE/bug.md:6", "private"),
    (17, "deadline", "unproven", None, "no record says how long"),
    (18, "deadline", "unproven", None, "that people report"),
    (19, "contact", "broken", "SECURITY.md:19", "XXX"),
    (23, "pin", "broken", "services/buoy/requirements.txt:3", "1 of 6 lines looser than promised"),
    (24, "pin", "broken", "gate/go.mod:3", "1 of 2"),
    (25, "recurrence", "kept", ".github/workflows/audit.yml:11", "pip-audit"),
    (25, "tool", "kept", ".github/workflows/audit.yml:11", "pip-audit runs on schedule"),
    (26, "tool", "kept", ".github/workflows/ci.yml:15", "cargo-deny runs on push and pull request"),
    (27, "sbom", "broken", ".github/workflows/release.yml:11", "only spdx is written"),
    (27, "tool", "kept", ".github/workflows/release.yml:11", "cargo-sbom runs on release"),
    (31, "tool", "broken", "deploy/ci/scan.yml:10", "does not run on pull requests"),
    (32, "tool", "unproven", "deploy/ci/scan.yml:10", "nothing here runs it"),
    (36, "tool", "broken", "pyproject.toml:6", "no call of bandit loads"),
    (37, "tool", "broken", "pyproject.toml:6", "no call of bandit loads"),
    (40, "practice", "at_risk", "crates/winch/Cargo.toml:2", ""),
    (44, "document", "kept", "docs/playbook.md", "has content"),
    (45, "document", "broken", "docs", "docs/architecture.md is missing"),
    (49, "severity_band", "kept", "SECURITY.md:49", "kept by its text"),
    (49, "standard", "unproven", None, "only an assessment"),
    (50, "severity_band", "kept", "SECURITY.md:50", "kept by its text"),
    (51, "severity_band", "kept", "SECURITY.md:51", "kept by its text"),
    (52, "severity_band", "kept", "SECURITY.md:52", "kept by its text"),
]


def git(root: Path, *words: str) -> str:
    dates = {"GIT_AUTHOR_DATE": MOMENT, "GIT_COMMITTER_DATE": MOMENT}
    command = ["git", *NAMES, *words]
    done = subprocess.run(command, cwd=root, env=os.environ | dates, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("checkout") / "harbour"
    shutil.copytree(ROOT / "examples" / "harbour", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "-m", "All of harbour")
    return root


def troth(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([TROTH, *words], cwd=root, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done


@pytest.fixture(scope="module")
def told(harbour: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(troth(harbour, "check", *AT, "--format", "json").stdout)
    return found


def place(fact: dict[str, Any]) -> str:
    return fact["path"] if fact["line"] is None else f"{fact['path']}:{fact['line']}"


def test_every_promise_is_read_and_stands_as_it_should(told: dict[str, Any]) -> None:
    got = [(v["line"], v["kind"], v["standing"]) for v in told["verdicts"]]
    assert got == [row[:3] for row in EXPECTED]


@pytest.mark.parametrize("number", range(len(EXPECTED)), ids=[f"L{row[0]}-{row[1]}" for row in EXPECTED])
def test_each_verdict_shows_its_line_and_reason(told: dict[str, Any], number: int) -> None:
    verdict = told["verdicts"][number]
    _, _, _, where, words = EXPECTED[number]
    assert words in verdict["reason"]
    assert where is None or where in [place(fact) for fact in verdict["because"]]


def test_what_hangs_on_no_promise(told: dict[str, Any]) -> None:
    found = {(finding["rule"], place(finding)) for finding in told["findings"]}
    assert found == {
        ("dead-link", "SECURITY.md:45"),
        ("near-miss", "deploy/ci/scan.yml:10"),
        ("dead-configuration", "pyproject.toml:6"),
    }


def test_the_result_obeys_its_schema(told: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "docs" / "check-result.schema.json").read_text())
    jsonschema_rs.validator_for(schema).validate(told)


def test_what_was_checked_is_said(harbour: Path, told: dict[str, Any]) -> None:
    assert told["checked"] == {
        "root": "harbour",
        "commit": git(harbour, "rev-parse", "HEAD").strip(),
        "at": "2026-11-25",
        "documents": told["checked"]["documents"],
    }
    assert [(one["path"], one["role"], one["cited"]) for one in told["checked"]["documents"]] == [
        ("SECURITY.md", "policy", None),
        ("docs/playbook.md", "linked", {"path": "SECURITY.md", "line": 44}),
    ]
    assert told["summary"]["broken"] == 8
    assert [seen["text"] for seen in told["not_seen"]] == ["results of tools (none was run)", "hosted settings"]


def test_the_same_check_says_the_same(harbour: Path) -> None:
    twice = [troth(harbour, "check", *AT, "--json").stdout for _ in range(2)]
    assert twice[0] == twice[1]


def test_exit_codes(harbour: Path) -> None:
    codes = {level: troth(harbour, "check", *AT, "-q", "--fail-on", level).returncode for level in ("broken", "never")}
    assert codes == {"broken": 1, "never": 0}


def test_the_terminal_shows_the_worst_first(harbour: Path) -> None:
    out = troth(harbour, "check", *AT).stdout
    lines = out.splitlines()
    assert lines[0].startswith("harbour @")
    assert "8 broken · 1 at risk · 12 kept" in lines[0]
    assert lines[1] == "Not seen: results of tools (none was run); hosted settings"
    order = [out.index(word) for word in ("✕ BROKEN", "◐ AT RISK", "○ UNPROVEN", "● KEPT", "Next: troth explain")]
    assert order == sorted(order)
    assert all(len(line) <= 80 for line in lines)


def test_every_promise_can_be_explained(harbour: Path, told: dict[str, Any]) -> None:
    for verdict in told["verdicts"][::6]:
        done = troth(harbour, "explain", verdict["id"], *AT)
        assert done.returncode == 0
        assert f"id: {verdict['id']}" in done.stdout
        assert "What would change my mind" in done.stdout


def test_the_next_command_works(harbour: Path) -> None:
    command = troth(harbour, "check", *AT).stdout.splitlines()[-1].removeprefix("Next: troth ")
    assert troth(harbour, *command.split(), *AT).returncode == 0
