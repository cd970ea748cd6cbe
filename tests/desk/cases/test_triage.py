"""The triage queue: what holds a report, that nothing is dropped, how it leaves the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.cases.conftest import REPORT
from troth_desk.cases import actions, queries, triage
from troth_desk.cases.actions import Opened, Refused, Report
from troth_desk.cases.models import Case, Transition
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.ledger.models import Entry
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

HOUR = timedelta(hours=1)


def send(project: Project, report: Report, at: datetime) -> Case:
    return actions.open_case(project, report, origin="form", by=SYSTEM, at=at).case


def test_the_same_words_again_are_held_and_nothing_is_dropped(
    opened: Opened, project: Project, organisation: Organisation, at: datetime
) -> None:
    again = send(project, REPORT, at + HOUR)
    shouted = send(
        project, replace(REPORT, title=REPORT.title.upper(), description=f"  {REPORT.description}\n\n"), at + HOUR
    )
    for case in (again, shouted):
        assert (case.held, case.resembles) == ("possible duplicate", opened.case)
        assert case.held_reason == f"It has the same words as {opened.case.reference}."
        assert Clock.objects.filter(subject=case.subject, state="running").count() == 3
        assert case.state == "received"
    assert set(queries.queue(organisation)) == {again, shouted}
    assert queries.cases(organisation).count() == 3


def test_nearly_the_same_words_are_held(opened: Opened, project: Project, at: datetime) -> None:
    near = send(project, replace(REPORT, title="Reading the files of others", steps=REPORT.steps + " Look."), at + HOUR)
    assert near.held_reason == f"It says nearly the same as {opened.case.reference}."
    other = send(
        project,
        Report(
            title="Passwords in the log",
            description="Each failed login writes the password that was tried into the log, in clear, for everybody on the machine.",
            steps="Try to log in with a wrong password and read the file of the log.",
        ),
        at + HOUR,
    )
    assert other.held == ""


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (Report(title="XSS"), "It has 3 letters beside links; 40 are needed to say what is wrong."),
        (
            Report(
                title="Look at what I found here",
                description="http://example.org/" + "a" * 200 + " it is a weakness in there",
            ),
            "More than half of it are links.",
        ),
        (
            Report(
                title="Missing headers on the site",
                description="I found a vulnerability. Do you offer a bounty for that?",
            ),
            "It asks for a reward and names no steps to reproduce.",
        ),
    ],
)
def test_doubtful_reports_wait_with_the_reason(report: Report, reason: str, project: Project, at: datetime) -> None:
    case = send(project, report, at)
    assert (case.held, case.held_reason, case.resembles) == ("doubtful", reason, None)


def test_each_rule_holds_something_here() -> None:
    """A rule that no test shows is a rule that nobody has seen working."""
    assert [rule.says for rule in triage.RULES] == [
        "The same words were sent before.",
        "It says nearly the same as another of the newest cases of the project.",
        "It is too short to say what is wrong.",
        "More than half of it are links.",
        "It asks for a reward and names no steps to reproduce.",
    ]


def test_words_of_another_organisation_hold_nothing(
    opened: Opened, other_organisation: Organisation, other_project: Project, at: datetime
) -> None:
    with scope.inside(other_organisation):
        assert send(other_project, REPORT, at).held == ""


def test_a_held_report_is_acknowledged_in_time_and_goes_no_further(
    opened: Opened, project: Project, by: Actor, at: datetime
) -> None:
    again = send(project, REPORT, at)
    actions.move(again, "acknowledged", by=by, at=at + HOUR)
    with pytest.raises(Refused, match="waits in the triage queue"):
        actions.move(again, "assessing", by=by, at=at + 2 * HOUR)
    again.refresh_from_db()
    actions.release(again, "It is another endpoint.", by=by, at=at + 3 * HOUR)
    actions.move(again, "assessing", by=by, at=at + 3 * HOUR)
    assert again.state == "assessing"
    with pytest.raises(Refused, match="does not wait"):
        actions.release(again, by=by, at=at + 4 * HOUR)


def test_merging_walks_the_ordinary_moves(opened: Opened, project: Project, by: Actor, at: datetime) -> None:
    again = send(project, REPORT, at)
    actions.merge(again, opened.case, by=by, at=at + HOUR)
    again.refresh_from_db()
    assert (again.state, again.duplicate_of, again.held) == ("duplicate", opened.case, "")
    passed = list(Transition.objects.filter(case=again).values_list("after", flat=True))
    assert passed == ["received", "acknowledged", "assessing", "duplicate"]
    assert {one.state for one in Clock.objects.filter(subject=again.subject)} == {"met", "stopped"}
    assert Entry.objects.filter(subject=again.subject, action="case.released").count() == 1


def test_a_merge_that_is_refused_leaves_the_report_where_it_was(
    opened: Opened, project: Project, by: Actor, at: datetime
) -> None:
    again = send(project, REPORT, at)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="cannot repeat itself"):
        actions.merge(again, again, by=by, at=at + HOUR)
    again.refresh_from_db()
    assert (again.state, again.held, Entry.objects.count()) == ("received", "possible duplicate", entries)


def test_turning_away_gives_the_reason_to_the_reporter(project: Project, by: Actor, at: datetime) -> None:
    case = send(project, Report(title="hi"), at)
    with pytest.raises(Refused, match="Say why"):
        actions.turn_away(case, " ", by=by, at=at + HOUR)
    case.refresh_from_db()
    assert case.state == "received"
    actions.turn_away(case, "It names no weakness. Write again with steps.", by=by, at=at + HOUR)
    told = [item.body for item in queries.timeline(case, outside=True)]
    assert "It names no weakness. Write again with steps." in told


def test_a_person_holds_a_report(opened: Opened, by: Actor, at: datetime) -> None:
    actions.hold(opened.case, "doubtful", "The steps do not fit the version.", by=by, at=at)
    assert opened.case.held == "doubtful"
    with pytest.raises(Refused, match="already"):
        actions.hold(opened.case, "doubtful", "Again.", by=by, at=at)
    actions.release(opened.case, by=by, at=at)
    Case.objects.filter(pk=opened.case.pk).update(state="fixing")
    with pytest.raises(Refused, match="has looked into it already"):
        actions.hold(opened.case, "doubtful", "Late.", by=by, at=at)


def test_many_reports_of_the_same_words_in_another_order_cost_no_more_than_a_few(
    opened: Opened, project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Never] = []
    monkeypatch.setattr(triage, "SequenceMatcher", lambda *_, **__: Never(compared))
    words = [f"word{number % 40}" for number in range(600)]
    for turn in range(8):
        turned = Report("In another order", " ".join(words[turn:] + words[:turn]))
        send(project, turned, at)
    assert 0 < len(compared) <= 8 * triage.CLOSELY


class Never:
    """Says of everything that it is not alike, and counts how often it is asked."""

    def __init__(self, asked: list[Never]) -> None:
        asked.append(self)

    def ratio(self) -> float:
        return 0.0


def test_of_a_long_report_no_more_is_read_than_is_compared(opened: Opened, project: Project, at: datetime) -> None:
    send(project, Report("It is long", "overflow " * 10_000), at)
    with CaptureQueriesContext(connection) as asked:
        triage.doubt(Case(organisation=project.organisation, project=project, title="Other", description="a b " * 20))
    read = [one["sql"] for one in asked if "ORDER BY" in one["sql"] and "LIMIT 50" in one["sql"]]
    assert len(read) == 1
    assert read[0].count("4000") == len(triage.COLUMNS)
