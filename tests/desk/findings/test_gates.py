"""A release is tested in staging before it goes to production; the records prove the promise or break it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from troth.controls.practice import shown_by_gates
from troth.terms.commitment import Practice
from troth_desk.findings import actions
from troth_desk.findings.actions.gates import Told, barred
from troth_desk.findings.models import Passage, Release
from troth_desk.findings.refusal import RefusedError
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs import facts
from troth_desk.proofs.handled import releases
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
RUN = Told(evidence="https://ci.example.org/runs/17")


def release(project: Project, version: str, at: datetime) -> Release:
    return actions.begin(project, version, by=SYSTEM, at=at)


def test_production_before_staging_is_refused(project: Project, at: datetime) -> None:
    one = release(project, "1.4.2", at)
    with pytest.raises(RefusedError, match="was not tested in staging"):
        actions.shipped(one, Told(), by=SYSTEM, at=at)
    assert not Passage.objects.exists()


def test_after_a_test_that_failed_it_is_refused_until_one_passes(project: Project, at: datetime) -> None:
    one = release(project, "1.4.2", at)
    actions.tested(one, RUN, by=SYSTEM, at=at)
    actions.tested(one, Told(evidence="it crashed", passed=False), by=SYSTEM, at=at + DAY)
    with pytest.raises(RefusedError, match="did not pass"):
        actions.shipped(one, Told(), by=SYSTEM, at=at + 2 * DAY)
    actions.tested(one, RUN, by=SYSTEM, at=at + 2 * DAY)
    assert barred(one, at + 2 * DAY) == ""
    assert not actions.shipped(one, Told(), by=SYSTEM, at=at + 3 * DAY).untested


def test_a_test_needs_evidence_and_nothing_happens_tomorrow(project: Project, at: datetime) -> None:
    one = release(project, "1.4.2", at)
    with pytest.raises(RefusedError, match="what shows it"):
        actions.tested(one, Told(), by=SYSTEM, at=at)
    with pytest.raises(RefusedError, match="time to come"):
        actions.tested(one, Told(at=at + DAY, evidence="soon"), by=SYSTEM, at=at)


def test_what_went_untested_is_a_breach_that_a_later_test_does_not_clear(
    project: Project, policy: PolicyVersion, at: datetime
) -> None:
    one = release(project, "1.4.2", at)
    assert actions.shipped(one, Told(), "the site was down", by=SYSTEM, at=at).untested
    actions.tested(one, Told(at=at - DAY, evidence="we had tried it"), by=SYSTEM, at=at + DAY)
    shown = shown_of(project, policy, at + 2 * DAY)
    assert (shown.n, shown.kept, shown.late) == (1, 0, 1)


def test_what_is_recorded_long_after_shows_neither(project: Project, policy: PolicyVersion, at: datetime) -> None:
    one = release(project, "1.4.2", at)
    actions.tested(one, Told(at=at - 9 * DAY, evidence="a run"), by=SYSTEM, at=at)
    actions.shipped(one, Told(at=at - 8 * DAY), by=SYSTEM, at=at)
    shown = shown_of(project, policy, at)
    assert (shown.n, shown.kept, shown.late) == (1, 0, 0)


def test_the_promise_is_proven_by_records(project: Project, policy: PolicyVersion, at: datetime) -> None:
    for number in range(3):
        one = release(project, f"1.{number}", at)
        actions.tested(one, RUN, by=SYSTEM, at=at + number * DAY)
        actions.shipped(one, Told(), by=SYSTEM, at=at + number * DAY + timedelta(hours=1))
    told = [one for one in facts.statement(project, at + 9 * DAY).predicate.promises if one.kind == "practice"]
    assert [(one.n, one.kept, one.late) for one in told] == [(3, 3, 0)]
    assert "staging" in told[0].sentence


def test_a_test_of_one_commit_shows_nothing_of_another(project: Project, at: datetime) -> None:
    one = actions.begin(project, "1.4.2", commit="a" * 40, by=SYSTEM, at=at)
    actions.tested(one, RUN, by=SYSTEM, at=at)
    for same in ("", "A" * 40, "a" * 7):
        assert actions.begin(project, "1.4.2", commit=same, by=SYSTEM, at=at).pk == one.pk
    for other in ("b" * 40, "a" * 6):
        with pytest.raises(RefusedError, match="says nothing of the other"):
            actions.begin(project, "1.4.2", commit=other, by=SYSTEM, at=at)


def test_without_releases_nothing_is_told(project: Project, policy: PolicyVersion, at: datetime) -> None:
    assert not [one for one in facts.statement(project, at + DAY).predicate.promises if one.kind == "practice"]


def shown_of(project: Project, policy: PolicyVersion, at: datetime) -> Handled:
    gated = [one for one in policies.commitments(policy).values() if shown_by_gates(one)]
    assert len(gated) == 1
    assert isinstance(gated[0], Practice)
    shown = releases.handled(project, at, YEAR)(gated[0])
    assert shown is not None
    return shown
