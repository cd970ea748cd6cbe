from __future__ import annotations

from datetime import UTC, datetime

import pytest

from troth.evidence.tools.counting import counted
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
