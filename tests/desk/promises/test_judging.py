"""Standings: by the newest check, and by the desk's records, through the same controls."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk import scan_results as made
from troth.terms.verdict import Standing
from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies import actions as policies
from troth_desk.policies import queries as policy_queries
from troth_desk.promises import judging, telling
from troth_desk.promises.judging import Stood
from troth_desk.proofs import facts
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed, queries
from troth_desk.tenants.models import Project

DAY = timedelta(days=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SCAN = "recurrence-scan-p1w"
POLICY = "# Security\n\nDependencies are scanned weekly with `pip-audit`.\n\nWe may pay a bounty.\n"


@pytest.fixture
def ours(project: Project) -> Project:
    policies.import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=NOON - 100 * DAY)
    return project


def push(project: Project, result: dict[str, Any], at: datetime) -> None:
    scans.keep(project, pushed.read(made.push(result, policy=POLICY)), by=SYSTEM, at=at)


def stand(project: Project, at: datetime = NOON) -> Stood:
    found = judging.stood(project, at)
    assert found is not None
    return found


def of(stood: Stood, kind: str) -> Any:
    return next(one for one in stood.result.judged if one.verdict.commitment.kind == kind)


def wired(at: datetime, standing: str) -> dict[str, Any]:
    """A check whose verdict on the rhythm is ``standing``, by the wiring of the tree."""
    said = made.check(at, POLICY)
    (one,) = (verdict for verdict in said["verdicts"] if verdict["kind"] == "recurrence")
    fact = {"fact": "cron", "class": "wired", "path": "ci.yml", "line": 3, "text": "cron", "at": None}
    weak = {} if standing == "kept" else {"against": True}
    one |= {"standing": standing, "reason": "as the schedule says", "because": [{**fact, **weak}]}
    told: dict[str, Any] = json.loads(json.dumps(said))
    return told


def test_a_project_without_a_policy_has_none(project: Project) -> None:
    assert judging.stood(project, NOON) is None


def test_without_a_check_nothing_of_the_repository_is_known(ours: Project) -> None:
    stood = stand(ours)
    one = of(stood, "recurrence")
    assert one.verdict.standing is Standing.UNPROVEN
    assert "no check of the repository has come in yet" in one.verdict.reason
    assert "troth push" in one.verdict.next.command
    assert of(stood, "bounty").verdict.standing is Standing.NOTED


@pytest.mark.parametrize("standing", ["kept", "at_risk", "broken"])
def test_the_newest_check_speaks(ours: Project, standing: str) -> None:
    push(ours, wired(NOON - 2 * DAY, "kept" if standing != "kept" else "broken"), NOON - 2 * DAY)
    push(ours, wired(NOON, standing), NOON)
    one = of(stand(ours), "recurrence")
    assert (one.verdict.standing.value, one.verdict.reason) == (standing, "as the schedule says")


def test_what_was_kept_long_ago_is_not_known_to_be(ours: Project) -> None:
    push(ours, wired(NOON - 40 * DAY, "kept"), NOON - 40 * DAY)
    stood = stand(ours)
    assert stood.stale
    one = of(stood, "recurrence")
    assert one.verdict.standing is Standing.UNPROVEN
    assert "no check has come since" in one.verdict.reason


def test_what_was_broken_long_ago_is_told_as_broken(ours: Project) -> None:
    push(ours, wired(NOON - 40 * DAY, "broken"), NOON - 40 * DAY)
    assert of(stand(ours), "recurrence").verdict.standing is Standing.BROKEN


def test_a_check_of_other_words_does_not_speak(ours: Project) -> None:
    push(ours, wired(NOON - DAY, "kept"), NOON - DAY)
    reworded = POLICY.replace("are scanned weekly", "of ours are scanned weekly")
    policies.import_texts(ours, {"SECURITY.md": reworded}, by=SYSTEM, at=NOON)
    one = of(stand(ours), "recurrence")
    assert "judged another text" in one.verdict.reason


@pytest.mark.parametrize(("weeks", "standing"), [(5, "kept"), (3, "unproven")])
def test_audits_on_record_keep_a_rhythm(ours: Project, weeks: int, standing: str) -> None:
    push(ours, wired(NOON, "broken") if standing == "kept" else made.check(NOON, POLICY), NOON)
    for week in range(weeks):
        day = NOON - 7 * week * DAY
        push(ours, made.audit(day), day + timedelta(hours=1))
    stood = stand(ours)
    one = of(stood, "recurrence")
    assert one.verdict.standing.value == standing
    rhythm = stood.rhythms[one.id]
    assert (rhythm.kept, rhythm.whole) == (weeks, weeks)
    assert telling.note(one, None, rhythm) == f"{weeks} of {weeks} weeks"
    if standing == "kept":
        assert {fact.span.path for fact in one.verdict.because} == {"the desk's history of audits"}


def test_the_page_and_the_history_tell_the_same(ours: Project) -> None:
    push(ours, wired(NOON - 7 * DAY, "broken"), NOON - 7 * DAY)
    push(ours, wired(NOON, "kept"), NOON)
    stood = stand(ours)
    one = of(stood, "recurrence")
    checks = list(queries.scans(ours).filter(kind="check"))
    told = judging.standings(ours, checks, one.id)
    assert [word for _, word in told] == ["broken", "kept"]
    assert "kept</strong> since 2 March 2026, by 2 checks." in telling.more(stood, one, checks)


ANSWER = "# Security\n\nWe acknowledge reports within 48 hours.\n"


@pytest.mark.parametrize(
    ("hours", "standing", "words"),
    [
        ([], "unproven", "no case since"),
        ([5, 20], "kept", "2 times as promised"),
        ([5, 60], "broken", "1 of 2 late"),
        ([5, None], "at_risk", "past the warning"),
    ],
    ids=["none", "kept", "late", "warned"],
)
def test_the_desks_clocks_decide_what_only_they_know(
    project: Project, hours: list[int | None], standing: str, words: str
) -> None:
    version = policies.import_texts(project, {"SECURITY.md": ANSWER}, by=SYSTEM, at=NOON - 100 * DAY)
    promise = policy_queries.promises(version, "deadline").get()
    for number, hour in enumerate(hours):
        start = NOON - timedelta(hours=47) if hour is None else NOON - (20 + number) * DAY
        deadlines.arm(promise, project, f"case:TR-{number}", started_at=start, by=SYSTEM, at=start)
        if hour is not None:
            met = start + timedelta(hours=hour)
            deadlines.meet(project.organisation, f"case:TR-{number}", "acknowledge", by=SYSTEM, at=met)
    push(project, made.check(NOON, ANSWER), NOON)
    one = of(stand(project), "deadline")
    assert (one.verdict.standing.value, words in one.verdict.reason) == (standing, True)
    assert {fact.span.path for fact in one.verdict.because} <= {facts.RECORDS}
    if standing == "unproven":
        assert one.verdict.next == judging.DECIDED


def test_a_shorter_window_of_numbers_hides_no_breach(project: Project) -> None:
    version = policies.import_texts(project, {"SECURITY.md": ANSWER}, by=SYSTEM, at=NOON - 100 * DAY)
    promise = policy_queries.promises(version, "deadline").get()
    for number, (days, hours) in enumerate([(90, 60), (5, 3)]):
        start = NOON - days * DAY
        deadlines.arm(promise, project, f"case:TR-{number}", started_at=start, by=SYSTEM, at=start)
        met = start + timedelta(hours=hours)
        deadlines.meet(project.organisation, f"case:TR-{number}", "acknowledge", by=SYSTEM, at=met)
    seen = judging.stood(project, NOON, 30 * DAY)
    assert seen is not None
    assert [numbers.late for numbers in seen.numbers.values()] == [0]
    assert of(seen, "deadline").verdict.standing is Standing.BROKEN
