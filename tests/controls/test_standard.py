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
        name="tools for two of six requirements",
        promise=Standard(span=says(TEXT), name="owasp-top-10"),
        standing=UNPROVEN,
        files={".github/workflows/ci.yml": workflow("push:", "bandit -r src", "pip-audit")},
        words="2 of 6 requirements",
        cites=(".github/workflows/ci.yml",),
        settles="",
    ),
    Case(
        name="by hand is no evidence",
        promise=Standard(span=says(TEXT), name="owasp-top-10"),
        standing=UNPROVEN,
        files={".github/workflows/ci.yml": workflow("workflow_dispatch:", "bandit -r src")},
        words="0 of 6 requirements",
        settles="",
    ),
    Case(
        name="the edition that the sentence names",
        promise=Standard(span=says("We follow the OWASP Top 10 (2021)."), name="owasp-top-10"),
        standing=UNPROVEN,
        files={".github/workflows/ci.yml": workflow("push:", "bandit -r src", "pip-audit")},
        words="A08:2021",
        settles="",
    ),
    Case(
        name="an edition of which nothing is known",
        promise=Standard(span=says("We follow the OWASP Top 10 of 2017."), name="owasp-top-10"),
        standing=UNPROVEN,
        words="assessment",
        settles="",
    ),
    Case(
        name="a standard of which tools meet a part",
        promise=Standard(span=says("We follow NIST SSDF."), name="nist-ssdf"),
        standing=UNPROVEN,
        files={".github/workflows/ci.yml": workflow("push:", "bandit -r src")},
        words="1 of 5 requirements",
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
    if "two of six" in case.name:
        assert [fact.fact.split()[0] for fact in verdict.because] == ["A03:2025", "A05:2025"]
        assert "A08:2025" in verdict.reason
        assert "A05:2025" not in verdict.reason
        assert verdict.next is not None
        assert verdict.next.command == "troth standards owasp-top-10-2025"
