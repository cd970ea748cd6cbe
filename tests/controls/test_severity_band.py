from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, UNPROVEN, Case, check, says
from troth import controls
from troth.controls.severity_band import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import SeverityBand

CVSS = (("critical", 9.0, 10.0), ("high", 7.0, 8.9), ("medium", 4.0, 6.9), ("low", 0.1, 3.9))


def band(
    name: str, low: float, high: float, others: tuple[tuple[str, float, float], ...] = (), words: str = "CVSS"
) -> SeverityBand:
    sentence = f"{name.title()} ({words} {low}-{high})"
    beside = tuple(other for other in others if other[0] != name)
    return SeverityBand(span=says(sentence), name=name, min=low, max=high, neighbours=beside)  # type: ignore[arg-type]


CASES = (
    *(Case(name=f"{name} of the scale", promise=band(name, low, high, CVSS), standing=KEPT, cites=("SECURITY.md:5",))
      for name, low, high in CVSS),
    Case(name="alone", promise=band("critical", 9.0, 10.0), standing=KEPT, words="by its text"),
    Case(name="equal without naming it", promise=band("high", 7.0, 8.9, words="score"), standing=KEPT),
    Case(name="low from 0", promise=band("low", 0.0, 3.9, CVSS), standing=KEPT),
    Case(name="high and critical as one", promise=band("high", 7.0, 10.0), standing=KEPT),
    Case(name="version 2", promise=band("high", 7.0, 10.0, words="CVSS v2"), standing=KEPT),
    Case(
        name="two bands meet",
        promise=band("high", 7.0, 9.0, (("critical", 9.0, 10.0),)),
        standing=AT_RISK,
        words="9.0 is both high and critical",
    ),
    Case(name="met from below", promise=band("critical", 9.0, 10.0, (("high", 7.0, 9.0),)), standing=AT_RISK),
    Case(
        name="overlap",
        promise=band("high", 7.0, 9.5, (("critical", 9.0, 10.0),)),
        standing=BROKEN,
        words="overlap from 9.0 to 9.5",
    ),
    Case(
        name="a gap",
        promise=band("high", 7.0, 8.0, (("critical", 9.0, 10.0),)),
        standing=BROKEN,
        words="8.1 to 8.9",
    ),
    Case(name="another scale than the one named", promise=band("critical", 8.0, 10.0), standing=BROKEN, words="9.0 to 10.0"),
    Case(
        name="scores that are no band",
        promise=SeverityBand(span=says("No known critical vulnerabilities (CVSS 7.0+)"), name="critical", min=7.0, max=10.0,
                             neighbours=CVSS),
        standing=UNPROVEN,
        words="elsewhere",
    ),
    Case(name="beside scores that are no band", promise=band("high", 7.0, 8.9, (*CVSS, ("critical", 7.0, 10.0))), standing=KEPT),
    Case(name="a scale of one's own", promise=band("critical", 8.0, 10.0, words="score"), standing=UNPROVEN, words="no scale"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_bands_of_a_document_are_told_of_each_other() -> None:
    told = controls.together([band(name, low, high) for name, low, high in CVSS])
    assert all(isinstance(one, SeverityBand) and len(one.neighbours) == 3 for one in told)
