from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.reviews.conftest import SHOWN, said
from troth.controls.recurrence import CONTROL
from troth.terms.verdict import Standing, Verdict
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs import facts
from troth_desk.reviews import actions, queries
from troth_desk.reviews.models import Occasion
from troth_desk.tenants.models import Project

DAY = timedelta(days=1)
MONTH = timedelta(days=31)


def _judged(project: Project, version: PolicyVersion, action: str, at: datetime) -> Verdict:
    """What the checker says of the promise by the facts that the desk would sign."""
    commitment = policies.commitments(version)[said(version, action).commitment]
    answers = facts.answers(facts.records(project, at), ["SECURITY.md"])
    found = {want: answers[want] for want in CONTROL.wants(commitment) if want in answers}
    return CONTROL.judge(commitment, type(answers)(found), at.date())


def _open(project: Project) -> Occasion:
    found = queries.to_do(queries.calendar(project.organisation)).first()
    assert found is not None
    return found


def test_nothing_decided_proves_nothing(project: Project, version: PolicyVersion, at: datetime) -> None:
    actions.take_over(project, said(version, "dependency_review"), by=SYSTEM, at=at)
    verdict = _judged(project, version, "dependency_review", at + DAY)
    assert (verdict.standing, verdict.settles) == (Standing.UNPROVEN, "people")


def test_done_in_its_period_is_kept(project: Project, version: PolicyVersion, at: datetime) -> None:
    actions.take_over(project, said(version, "dependency_review"), by=SYSTEM, at=at)
    actions.do(_open(project), SHOWN, by=SYSTEM, at=at + DAY)
    assert _judged(project, version, "dependency_review", at + 2 * DAY).standing is Standing.KEPT


def test_nobodys_word_shows_what_a_machine_does(project: Project, version: PolicyVersion, at: datetime) -> None:
    actions.take_over(project, said(version, "scan"), by=SYSTEM, at=at)
    occasion = _open(project)
    assert occasion.obligation.by_machine
    actions.do(occasion, SHOWN, by=SYSTEM, at=at + DAY)
    (record,) = [one for one in facts.records(project, at + 2 * DAY) if dict(one.terms).get("action") == "scan"]
    assert (record.n, record.kept, record.late) == (1, 0, 0)


def test_the_last_fifth_of_a_period_is_at_risk(project: Project, version: PolicyVersion, at: datetime) -> None:
    actions.take_over(project, said(version, "dependency_review"), by=SYSTEM, at=at)
    actions.do(_open(project), SHOWN, by=SYSTEM, at=at + DAY)
    assert _judged(project, version, "dependency_review", at + 50 * DAY).standing is Standing.KEPT
    assert _judged(project, version, "dependency_review", at + 56 * DAY).standing is Standing.AT_RISK


def test_a_missed_period_is_broken_also_where_it_was_done_later(
    project: Project, version: PolicyVersion, at: datetime
) -> None:
    actions.take_over(project, said(version, "dependency_review"), by=SYSTEM, at=at)
    late = datetime(2026, 4, 2, tzinfo=UTC)
    assert _judged(project, version, "dependency_review", late).standing is Standing.BROKEN
    actions.turn(project.organisation, late)
    missed = Occasion.objects.get(state="missed")
    actions.do(missed, SHOWN, by=SYSTEM, at=late)
    actions.do(_open(project), SHOWN, by=SYSTEM, at=late)
    assert _judged(project, version, "dependency_review", late + DAY).standing is Standing.BROKEN


def test_left_out_is_neither(project: Project, version: PolicyVersion, at: datetime) -> None:
    actions.take_over(project, said(version, "dependency_review"), by=SYSTEM, at=at)
    actions.excuse(_open(project), "It was frozen.", by=SYSTEM, at=at + DAY)
    assert _judged(project, version, "dependency_review", at + 2 * DAY).standing is Standing.UNPROVEN


def test_a_time_before_the_desk_counts_nowhere(project: Project, version: PolicyVersion, at: datetime) -> None:
    review = actions.take_over(project, said(version, "assessment"), by=SYSTEM, at=at)
    actions.record_before(review, SHOWN, done_at=at - 20 * DAY, by=SYSTEM, at=at)
    assert _judged(project, version, "assessment", at + DAY).standing is Standing.UNPROVEN


@pytest.mark.parametrize(
    ("days", "asked", "standing"),
    [
        ((1,), 2, Standing.UNPROVEN),
        ((1, 1), 2, Standing.UNPROVEN),
        ((1, 61), 70, Standing.KEPT),
        ((1, 61), 200, Standing.UNPROVEN),
    ],
)
def test_regularly_needs_more_than_once(
    project: Project, version: PolicyVersion, at: datetime, days: tuple[int, ...], asked: int, standing: Standing
) -> None:
    training = actions.take_over(project, said(version, "training"), by=SYSTEM, at=at)
    for day in days:
        actions.do_untimed(training, SHOWN, by=SYSTEM, at=at + day * DAY)
    assert _judged(project, version, "training", at + asked * DAY).standing is standing


def test_a_miss_of_the_teams_own_rhythm_breaks_no_promise(
    project: Project, version: PolicyVersion, at: datetime
) -> None:
    actions.take_over(project, said(version, "training"), every="P1M", by=SYSTEM, at=at)
    actions.turn(project.organisation, at + 2 * MONTH)
    assert _judged(project, version, "training", at + 2 * MONTH).standing is Standing.UNPROVEN
