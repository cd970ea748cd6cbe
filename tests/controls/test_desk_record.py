"""What only a record can tell stays unproven, and says what would record it; a refusal is kept by its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import KEPT, UNPROVEN, Case, check, says
from troth.controls.desk_record import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import (
    Bounty,
    CoordinatedDisclosure,
    Credit,
    Deadline,
    DisclosureStep,
    IncidentClass,
    IncidentPhase,
)

PLAYBOOK = "# Incident response playbook\n\n" + "Whoever is on watch writes down when the incident began. " * 6

CASES = (
    Case(
        name="an answer within a time",
        promise=Deadline(span=says("We answer within 48 hours."), action="acknowledge", within="PT48H"),
        standing=UNPROVEN,
        words="no record",
        settles="desk",
    ),
    Case(
        name="no time is promised",
        promise=Deadline(
            span=says("We promise no response time."), action="acknowledge", within="PT0S", strength="refusal"
        ),
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
    Case(
        name="credit",
        promise=Credit(span=says("We credit reporters.")),
        standing=UNPROVEN,
        words="credited",
        settles="desk",
    ),
    Case(
        name="a bounty",
        promise=Bounty(span=says("We pay for reports.")),
        standing=UNPROVEN,
        words="paid",
        settles="desk",
    ),
    Case(
        name="no bounty",
        promise=Bounty(span=says("We pay no bounties."), strength="refusal"),
        standing=KEPT,
        words="by its text",
        cites=("SECURITY.md:5",),
    ),
    Case(
        name="publication with the reporter",
        promise=CoordinatedDisclosure(span=says("We coordinate publication with you.")),
        standing=UNPROVEN,
        words="agreed",
        settles="desk",
    ),
    Case(
        name="a step of the handling",
        promise=DisclosureStep(span=says("1. Verification"), name="verification"),
        standing=UNPROVEN,
        words="steps",
        settles="desk",
    ),
    Case(
        name="a class of incident, and the playbook that describes it",
        promise=IncidentClass(span=says("Data breach"), name="data breach"),
        standing=UNPROVEN,
        files={"docs/incident-response.md": PLAYBOOK, "docs/incident-stub.md": "# Incident response playbook\n"},
        cites=("docs/incident-response.md",),
        settles="desk",
    ),
    Case(
        name="a phase of an incident",
        promise=IncidentPhase(span=says("Containment"), name="containment"),
        standing=UNPROVEN,
        words="went through it",
        settles="desk",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    verdict = check(case, CONTROL, tree, git_tree)
    assert not any("stub" in fact.span.path for fact in verdict.because)
    assert case.standing is KEPT or verdict.next
