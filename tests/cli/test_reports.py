"""``--report`` and promises that are bound to tests, from the command line to what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from troth.cli.__main__ import main
from troth.evidence.repository import Repository

SENTENCE = "Logins are limited to five attempts a minute."
POLICY = f"# Security\n\n## Measures\n\n- {SENTENCE}\n"
REGISTER = f"""\
[[commitment]]
id = "login-limit"
sentence = "{SENTENCE}"
kind = "practice"
evidence = [{{ test = "tests/test_login.py::test_limit" }}, {{ literal = "MAX = 5", file = "login.py" }}]
"""
FILES = {
    "SECURITY.md": POLICY,
    "troth.toml": REGISTER,
    "login.py": "MAX = 5\n",
    "tests/test_login.py": "def test_limit():\n    assert attempt(6) is False\n",
    ".gitignore": "out/\n",
}
XML = '<testsuite name="pytest" timestamp="2025-01-03T08:00:00Z"><testcase classname="tests.test_login" name="test_limit">{}</testcase></testsuite>'


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    return git_tree((("2025-01-02", FILES, ()),)).root


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["check", "--no-tools", "--json", *words])
    verdicts = {verdict["id"]: verdict for verdict in json.loads(capsys.readouterr().out)["verdicts"]}
    return code, verdicts["login-limit"]


def report(path: Path, inner: str = "") -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(XML.format(inner))
    return str(path)


def test_a_result_that_was_handed_in_decides(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    code, verdict = said(capsys, str(root))
    assert (code, verdict["standing"], verdict["control"]) == (0, "at_risk", "evidence-selector")
    assert verdict["next"]["command"] == "troth check --report FILE"
    assert verdict["evidence"] == [
        {"test": "tests/test_login.py::test_limit", "at": "troth.toml:5"},
        {"literal": "MAX = 5", "file": "login.py", "at": "troth.toml:5"},
    ]
    handed = report(tmp_path / "junit.xml")
    code, verdict = said(capsys, str(root), "--report", handed)
    assert (code, verdict["standing"]) == (0, "kept")
    assert {
        "fact": "test_limit passed",
        "class": "result",
        "path": handed,
        "line": 1,
        "text": "",
        "at": "2025-01-03",
    }.items() <= verdict["because"][0].items()


def test_what_was_kept_is_looked_at_anew_when_a_report_changes(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    handed = report(tmp_path / "junit.xml")
    assert said(capsys, str(root), "--report", handed)[1]["standing"] == "kept"
    report(tmp_path / "junit.xml", '<failure message="6 is let in"/>')
    code, verdict = said(capsys, str(root), "--report", handed)
    assert (code, verdict["standing"], verdict["reason"]) == (
        1,
        "broken",
        "test_limit failed on 2025-01-03 (1 of 2 proofs hold)",
    )


def test_reports_that_git_ignores_are_looked_for_each_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "troth.toml").write_text(f'{REGISTER}\n[reports]\njunit = ["out/*.xml"]\n')
    assert said(capsys, str(root))[1]["standing"] == "at_risk"
    report(root / "out" / "junit.xml")
    assert said(capsys, str(root))[1]["standing"] == "kept"


def test_a_proof_that_is_gone_fails_the_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "login.py").write_text("# MAX = 5\n")
    code, verdict = said(capsys, str(root))
    assert (code, verdict["standing"]) == (1, "broken")
    assert "only in a comment" in verdict["reason"]


def test_a_report_that_is_not_there_is_an_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(root), "--report", "gone.xml"]) == 2
    assert "there is no report at gone.xml" in capsys.readouterr().err


def test_explain_takes_reports_too(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "login-limit", str(root), "--no-tools", "--report", report(tmp_path / "junit.xml")]) == 0
    out = capsys.readouterr().out
    assert "All 2 proofs hold" in out
    assert "What counts as proof" in out
