"""Safe harbour binds by being published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import KEPT, Case, check, says
from troth.controls.safe_harbor import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import SafeHarbor

CASES = (
    Case(
        name="kept by its text",
        promise=SafeHarbor(span=says("We will not pursue legal action against research in good faith.")),
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
    Case(
        name="a refusal is kept by its text",
        promise=SafeHarbor(span=says("We offer no safe harbour."), strength="refusal"),
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_a_refusal_does_not_tell_of_a_promise(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    (fact,) = check(CASES[1], CONTROL, tree, git_tree).because
    assert fact.fact == "no safe harbour is offered"
