from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import scan_results as made
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.policies import actions as policies
from troth_desk.policies import queries as policy_queries
from troth_desk.scans import actions, pushed, queries
from troth_desk.scans.models import Scan
from troth_desk.scans.pushed import RefusedPushError
from troth_desk.tenants.models import Project

DAY = timedelta(days=1)


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_result_is_kept_once(project: Project, noon: datetime) -> None:
    body = made.push(made.check(noon))
    first = actions.keep(project, pushed.read(body), by=SYSTEM, at=noon)
    again = actions.keep(project, pushed.read(body), by=SYSTEM, at=noon + DAY)
    assert (first.new, again.new, again.scan) == (True, False, first.scan)
    assert [entry.action for entry in Entry.objects.all()] == ["scan.kept"]


def test_the_order_of_keys_makes_no_other_result(project: Project, noon: datetime) -> None:
    said = made.check(noon)
    turned = dict(reversed(said.items()))
    assert pushed.read(made.push(said)).digest == pushed.read(made.push(turned)).digest


def test_documents_that_come_along_become_the_policy(project: Project, noon: datetime) -> None:
    kept = actions.keep(project, pushed.read(made.push(made.check(noon))), by=SYSTEM, at=noon, with_texts=True)
    assert kept.imported is not None
    assert kept.scan.policy == policy_queries.current_version(project) == kept.imported
    assert kept.scan.same_words
    assert kept.imported.origin == "push"


def test_without_the_right_they_do_not(project: Project, noon: datetime) -> None:
    kept = actions.keep(project, pushed.read(made.push(made.check(noon))), by=SYSTEM, at=noon)
    assert (kept.imported, policy_queries.current_version(project)) == (None, None)


def test_an_old_result_takes_no_newer_policy_back(project: Project, noon: datetime) -> None:
    newer = made.POLICY.replace("48", "24")
    actions.keep(
        project, pushed.read(made.push(made.check(noon, newer), policy=newer)), by=SYSTEM, at=noon, with_texts=True
    )
    old = pushed.read(made.push(made.check(noon - 3 * DAY)))
    kept = actions.keep(project, old, by=SYSTEM, at=noon, with_texts=True)
    assert kept.imported is None
    assert not kept.scan.same_words
    standing = policy_queries.current_version(project)
    assert standing is not None
    assert policy_queries.promises(standing, "deadline").get().within == "PT24H"


def test_of_one_day_what_came_last_counts(project: Project, noon: datetime) -> None:
    actions.keep(project, pushed.read(made.push(made.audit(noon))), by=SYSTEM, at=noon)
    check = pushed.read(made.push(made.check(noon)))
    assert check.at < noon
    assert actions.keep(project, check, by=SYSTEM, at=noon + timedelta(hours=1), with_texts=True).imported is not None


def test_other_words_are_told(project: Project, noon: datetime) -> None:
    policies.import_texts(project, {"SECURITY.md": made.POLICY.replace("48", "24")}, by=SYSTEM, at=noon)
    kept = actions.keep(project, pushed.read(made.push(made.check(noon), texts=False)), by=SYSTEM, at=noon)
    assert not kept.scan.same_words


def test_a_day_to_come_is_refused(project: Project, noon: datetime) -> None:
    with pytest.raises(RefusedPushError, match="a day to come"):
        actions.keep(project, pushed.read(made.push(made.check(noon + 3 * DAY))), by=SYSTEM, at=noon)
    assert not Scan.objects.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no push"),
        (b"[]", "no push"),
        (b'{"project": "harbour", "result": {}}', "no result of troth"),
        (b"[" * 100_000, "no push"),
        (b"\xff", "no push"),
        (b" " * (pushed.LARGEST + 1), "more than 16 MiB"),
    ],
)
def test_what_is_no_push_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(RefusedPushError, match=words):
        pushed.read(body)


@given(
    st.binary(max_size=300) | st.text().map(lambda text: json.dumps({"project": text, "result": {text: text}}).encode())
)
def test_garbage_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(RefusedPushError):
        pushed.read(body)


def test_nul_characters_are_kept_as_others(project: Project, noon: datetime) -> None:
    said = made.check(noon)
    said["verdicts"][0]["reason"] = "a\0b"
    kept = actions.keep(project, pushed.read(made.push(said)), by=SYSTEM, at=noon)
    assert queries.told(Scan.objects.get(pk=kept.scan.pk)).root == said["checked"]["root"]


def audits(project: Project, days: list[datetime], late: timedelta = timedelta(hours=1), *, whole: bool = True) -> None:
    for day in days:
        actions.keep(project, pushed.read(made.push(made.audit(day, whole=whole))), by=SYSTEM, at=day + late)


def test_weekly_audits_are_a_rhythm(project: Project, noon: datetime) -> None:
    audits(project, [noon - week * 7 * DAY for week in range(5)])
    records = queries.audit_records(project, noon)
    assert [(one.tool, len(one.days)) for one in records] == [("pip-audit", 5)]
    found = queries.rhythm(records, 7 * DAY, noon)
    assert (found.kept, found.whole, found.missed) == (5, 5, ())


def test_a_week_without_is_missed_and_the_one_that_runs_is_not(project: Project, noon: datetime) -> None:
    audits(project, [noon - 28 * DAY, noon - 21 * DAY, noon - 7 * DAY])
    found = queries.rhythm(queries.audit_records(project, noon), 7 * DAY, noon)
    assert (found.kept, found.whole, found.missed) == (3, 4, ((noon - 14 * DAY).date(),))


@pytest.mark.parametrize(
    ("late", "whole"), [(3 * DAY, True), (timedelta(hours=1), False)], ids=["came late", "not whole"]
)
def test_what_proves_no_rhythm(project: Project, noon: datetime, late: timedelta, whole: bool) -> None:
    audits(project, [noon - week * 7 * DAY for week in range(5)], late, whole=whole)
    assert queries.audit_records(project, noon) == ()


def test_the_agenda_shows_gaps(project: Project, noon: datetime) -> None:
    audits(project, [noon - 21 * DAY, noon - 7 * DAY])
    assert [(len(week.scans), week.gap) for week in queries.agenda(project, noon, 10)] == [
        (0, False), (1, False), (0, True), (1, False),
    ]  # fmt: skip
    assert queries.agenda(Project(pk=0, organisation=project.organisation), noon, 10) == []
