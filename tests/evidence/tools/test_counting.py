from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from troth.evidence.tools.counting import WAIVED, counted
from troth.evidence.tools.index import by_name
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.severity import Unknown

UNRATED = ToolFinding(rule="GO-2026-1", text="x", span=None, package="hull", version="1.0")
SECRET = ToolFinding(rule="a-key", text="x", span=None)
SEVERE = ToolFinding(rule="GO-2026-2", text="x", span=None, package="hull", severity="HIGH")


def run(*findings: ToolFinding) -> ToolRun:
    return ToolRun(
        tool="t", argv=("t",), directory="", version="1", at=datetime(2026, 11, 25, tzinfo=UTC), scanned=1,
        findings=findings,
    )  # fmt: skip


@pytest.mark.parametrize("level", ["any", "low", "critical"])
@pytest.mark.parametrize("unknown", [Unknown.UNSAID, Unknown.BREACHING])
def test_what_nobody_rated_counts_unless_the_project_ignores_it(level: str, unknown: Unknown) -> None:
    assert counted(run(UNRATED), None, level) == 1
    assert counted(run(UNRATED), None, level, unknown) == 1
    assert counted(run(UNRATED), None, level, Unknown.IGNORED) == 0


def test_only_weaknesses_of_dependencies_are_ignored() -> None:
    assert counted(run(UNRATED, SECRET, SEVERE), None, "high", Unknown.IGNORED) == 2
    assert counted(run(UNRATED, SECRET, SEVERE), None, "never", Unknown.IGNORED) == 0


HOLE = ToolFinding(rule="B602", text="a shell", span=None, severity="high")
NOTE = msgspec.structs.replace(HOLE, severity="info")
SILENT = msgspec.structs.replace(HOLE, suppressed="# nosec")
PASSED = msgspec.structs.replace(HOLE, suppressed=f"{WAIVED} 2027-01-01 (troth.toml:2)")
FAILED = ToolRun(
    tool="bandit", argv=(), directory="", version="1", at=datetime(2026, 3, 1, tzinfo=UTC), scanned=1,
    findings=(HOLE, NOTE, SILENT), exit_code=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 2),
        ({"exit_code": 0}, 0),
        ({"findings": ()}, 1),  # it failed, and nobody knows by what
        ({"findings": (SILENT,)}, 1),
        ({"findings": (PASSED,)}, 0),
        ({"origin": "report", "exit_code": 0}, 1),  # nothing tells whether it failed: what is no mere note counts
        ({"origin": "report"}, 2),
    ],
)
def test_a_tool_that_fails_by_its_exit_code(changes: dict[str, object], number: int) -> None:
    assert counted(msgspec.structs.replace(FAILED, **changes), by_name("bandit"), "tool") == number


def test_a_tool_whose_exit_code_tells_nothing_fails_by_what_it_counts() -> None:
    called = msgspec.structs.replace(HOLE, group="called")
    run = msgspec.structs.replace(FAILED, findings=(called, msgspec.structs.replace(HOLE, group="imported")))
    assert counted(msgspec.structs.replace(run, exit_code=0), by_name("govulncheck"), "tool") == 1
