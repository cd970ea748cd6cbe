"""A standard is never shown whole by automation; the parts that are shown are named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import KEPT, UNPROVEN, Case, check, says, workflow
from troth.controls.standard import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Standard

TEXT = "We follow the OWASP Top 10."
CASES = (
    Case(
        name="tools for two of four requirements",
        promise=Standard(span=says(TEXT), name="owasp-top-10"),
        standing=UNPROVEN,
        files={".github/workflows/ci.yml": workflow("push:", "bandit -r src", "pip-audit")},
        words="2 of 4 requirements",
        cites=(".github/workflows/ci.yml",),
        settles="",
    ),
    Case(
        name="by hand is no evidence",
        promise=Standard(span=says(TEXT), name="owasp-top-10"),
        standing=UNPROVEN,
        files={".github/workflows/ci.yml": workflow("workflow_dispatch:", "bandit -r src")},
        words="0 of 4 requirements",
        settles="",
    ),
    Case(
        name="a standard of people",
        promise=Standard(span=says("We follow ISO 27001."), name="iso-27001"),
        standing=UNPROVEN,
        words="assessment",
        settles="",
    ),
    Case(
        name="not followed",
        promise=Standard(span=says("We are not certified to ISO 27001."), name="iso-27001", strength="refusal"),
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    verdict = check(case, CONTROL, tree, git_tree)
    if "two of four" in case.name:
        assert "A03" in " ".join(fact.fact for fact in verdict.because)
        assert "A08" in verdict.reason
        assert "A06" not in verdict.reason
