from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from troth.evidence.tools import reported
from troth.evidence.tools.reported import Report, named, reports
from troth.evidence.tools.runs.job import Handed
from troth.terms.seen.documents import History

RECORDED = Path(__file__).parents[2] / "formats" / "sarif"
AT = datetime(2026, 11, 27, tzinfo=UTC)
PAST = History(commit="a" * 40, newest=date(2026, 11, 20))


def handed(name: str, at: datetime = AT) -> Handed:
    return Handed(content=(RECORDED / f"{name}.sarif").read_bytes(), name=f"{name}.sarif", at=at)


def one(given: Handed, tool: str = "", past: History | None = PAST) -> Report:
    (found,) = reports(given, tool, {"a.py", "deny.toml"}.__contains__, past)
    return found


def log(*runs: dict[str, Any]) -> Handed:
    return Handed(content=json.dumps({"version": "2.1.0", "runs": runs}).encode(), name="x.sarif", at=AT)


def run(name: str, **more: Any) -> dict[str, Any]:
    return {"tool": {"driver": {"name": name}}, "artifacts": [{}], "results": [{"ruleId": "r"}], **more}


@pytest.mark.parametrize("name", ["bandit", "gosec", "ruff", "zizmor", "cargo-deny"])
def test_real_reports_are_known_by_what_they_hold(name: str) -> None:
    found = one(handed(name))
    assert found.tool == name
    assert [each.origin for each in found.answer.found] == ["report"]
    assert bool(found.answer.gaps) == (name in reported.LEAKY)


@pytest.mark.parametrize(
    ("driver", "tool"), [("Bandit", "bandit"), ("Semgrep OSS", "semgrep"), ("CodeQL", "codeql"), ("Trivy", "trivy"), ("hull", "")]
)  # fmt: skip
def test_names_of_drivers(driver: str, tool: str) -> None:
    record = named(driver)
    assert (record.name.name if record else "") == tool


def test_levels_that_say_nothing_are_left_out() -> None:
    assert {each.severity for each in one(handed("ruff")).answer.found[0].findings} == {""}


def test_lines_that_are_wrong_are_left_out() -> None:
    findings = one(handed("cargo-deny")).answer.found[0].findings
    assert all(each.span is None or each.span.line is None for each in findings)


def test_a_report_from_before_the_newest_commit_is_not_of_this_tree() -> None:
    found = one(handed("zizmor", datetime(2026, 11, 19, tzinfo=UTC)))
    assert "the newest commit of 2026-11-20" in found.answer.gaps[0].reason


def test_a_report_of_another_commit_says_so() -> None:
    other = run("zizmor", versionControlProvenance=[{"revisionId": "b" * 40}])
    assert "made of commit bbbbbbbbbbbb" in one(log(other)).answer.gaps[0].reason
    same = run("zizmor", versionControlProvenance=[{"revisionId": "a" * 40}])
    assert one(log(same)).answer.gaps == ()


def test_a_report_that_looked_at_nothing_is_a_gap_and_no_run() -> None:
    found = one(log({"tool": {"driver": {"name": "zizmor"}}, "results": []})).answer
    assert found.found == ()
    assert "looked at anything" in found.gaps[0].reason


def test_runs_of_several_tools_are_told_apart() -> None:
    found = reports(log(run("Bandit"), run("gosec"), run("Bandit")), "", lambda _: False, None)
    assert [(each.tool, len(each.answer.found)) for each in found] == [("bandit", 2), ("gosec", 1)]
    with pytest.raises(ValueError, match="several tools"):
        reports(log(run("Bandit"), run("gosec")), "bandit", lambda _: False, None)


def test_a_run_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="name its tool"):
        one(log({"tool": {"driver": {}}, "results": []}))


def test_an_instant_in_the_future_is_not_believed() -> None:
    future = run("zizmor", invocations=[{"endTimeUtc": "2030-01-01T00:00:00Z"}])
    assert one(log(future)).at == AT
    past = run("zizmor", invocations=[{"endTimeUtc": "2026-11-25T00:00:00Z"}])
    assert one(log(past)).at == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        one(msgspec.structs.replace(log(), content=content))
