from __future__ import annotations

import pytest

from results import acknowledged, loose, result, supported, tool_runs, whole
from troth.cli.check import LEVELS, exit_code


@pytest.mark.parametrize(
    ("fail_on", "broken", "at_risk", "unproven", "kept"),
    [
        ("broken", 1, 0, 0, 0),
        ("at_risk", 1, 1, 0, 0),
        ("unproven", 1, 1, 1, 0),
        ("finding", 1, 0, 0, 0),
        ("never", 0, 0, 0, 0),
    ],
)
def test_what_fails_on_what(fail_on: str, broken: int, at_risk: int, unproven: int, kept: int) -> None:
    given = (loose(1), tool_runs(), acknowledged(), supported())
    assert tuple(exit_code(result(one), fail_on) for one in given) == (broken, at_risk, unproven, kept)


def test_findings_count_only_when_asked() -> None:
    found = result(supported(), findings=whole().findings)
    assert {level: exit_code(found, level) for level in LEVELS} == {
        "broken": 0, "at_risk": 0, "unproven": 0, "finding": 1, "never": 0,
    }  # fmt: skip
