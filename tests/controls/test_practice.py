"""What no reader sees stays unproven and says how to name its proof."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import KEPT, UNPROVEN, Case, check, says
from troth.controls.practice import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Practice

CASES = (
    Case(
        name="a measure",
        promise=Practice(span=says("All input is validated."), topic="input_validation"),
        standing=UNPROVEN,
        words="no proof is named",
        settles="people",
    ),
    Case(
        name="a measure that is not taken",
        promise=Practice(span=says("We do not collect telemetry."), topic="privacy", strength="refusal"),
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    verdict = check(case, CONTROL, tree, git_tree)
    assert case.standing is KEPT or (verdict.next and "troth.toml" in verdict.next.text)
