"""Severity does what the policy says: clocks, actions, whom it tells; raising tightens, lowering takes nothing away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.cases.conftest import CRITICAL, HIGH, LOW, MEDIUM, NONE, REPORT, SEVERITIES
from troth_desk.cases import actions, queries
from troth_desk.cases.actions import Opened, Refused
from troth_desk.cases.models import Alarm, Case, Duty
from troth_desk.cases.severities import rows
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices import actions as notices
from troth_desk.notices.models import Notice
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def clocks(case: Case, action: str = "respond") -> list[tuple[int, str, datetime]]:
    found = Clock.objects.filter(subject=case.subject, action=action).order_by("line", "id")
    return [(one.line, one.state, one.due_at) for one in found]


def duties(case: Case, kind: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.words, one.state) for one in queries.duties(case).filter(kind=kind)]


@pytest.mark.parametrize(
    ("vector", "severity", "band", "within", "action"),
    [
        (CRITICAL, "critical", 5, 24 * HOUR, (7, "Immediate patch or temporary mitigation", "open")),
        (HIGH, "high", 10, 72 * HOUR, (12, "Plan and implement fix", "open")),
        (MEDIUM, "medium", 15, 7 * DAY, (17, "Schedule fix in next release", "open")),
        (LOW, "low", 20, 14 * DAY, (22, "Include in regular maintenance", "open")),
    ],
)
def test_each_band_starts_its_time_and_its_action(
    vector: str,
    severity: str,
    band: int,
    within: timedelta,
    action: tuple[int, str, str],
    rated_opened: Opened,
    by: Actor,
    at: datetime,
) -> None:
    rating = actions.rate(rated_opened.case, vector, by=by, at=at + HOUR)
    assert (rating.severity, rating.line, rating.document) == (severity, band, "SECURITY.md")
    responds = clocks(rated_opened.case)
    assert responds[0] == (band + 1, "running", at + HOUR + within)
    assert all(due == at + HOUR + within for _, _, due in responds)
    assert duties(rated_opened.case, "action") == [action]
    assert clocks(rated_opened.case, "acknowledge") == [(33, "running", at + 24 * HOUR)]


def test_who_is_named_is_told_and_each_group_reaches_its_people(
    rated_opened: Opened, organisation: Organisation, responder: Membership, by: Actor, at: datetime
) -> None:
    notices.set_group(organisation, "development team", address="", members=[responder], by=actor_of(responder), at=at)
    actions.rate(rated_opened.case, HIGH, by=by, at=at + HOUR)
    notice = Notice.objects.get()
    assert (notice.group, notice.subject) == ("development team", rated_opened.case.subject)
    assert notice.body.startswith("Line 13 of SECURITY.md promises: “Development team notification”.")
    told = queries.duties(rated_opened.case).get(kind="communication")
    assert (told.state, told.record) == ("open", "")
    assert actions.sweep(organisation, at + 2 * HOUR)["heard"] == 0
    notices.read(notice, member=responder, by=actor_of(responder), at=at + 3 * HOUR)
    assert actions.sweep(organisation, at + 4 * HOUR)["heard"] == 1
    told.refresh_from_db()
    assert (told.state, told.record) == ("done", "The notice to development team was read.")
    assert actions.sweep(organisation, at + 5 * HOUR)["heard"] == 0


def test_critical_tells_the_security_team_and_calls_the_emergency_contact(
    rated_opened: Opened, organisation: Organisation, responder: Membership, by: Actor, at: datetime
) -> None:
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at)
    assert sorted(Notice.objects.values_list("group", flat=True)) == ["emergency contact", "security team"]
    alarm = Alarm.objects.get()
    assert (alarm.contact, alarm.line, alarm.document) == ("+1-555-010-0000", 29, "SECURITY.md")
    with pytest.raises(Refused, match="raised already"):
        actions.call_emergency(rated_opened.case, "Again.", by=by, at=at)
    assert notices.escalate(organisation, at + 59 * timedelta(minutes=1)) == 0
    assert notices.escalate(organisation, at + HOUR) == 1
    assert notices.escalate(organisation, at + 2 * HOUR) == 1
    told = [one.group for one in actions.alarms.calls(alarm)]
    assert told == ["emergency contact", "security team", ""]
    actions.answer_emergency(alarm, responder, by=by, at=at + 2 * HOUR)
    assert not any(one.read_at is None for one in actions.alarms.calls(alarm))
    assert notices.escalate(organisation, at + 9 * HOUR) == 0
    assert list(queries.alarms(organisation)) == []


def test_a_call_that_is_answered_on_the_page_of_notices_is_answered(
    rated_opened: Opened, organisation: Organisation, responder: Membership, by: Actor, at: datetime
) -> None:
    alarm = actions.call_emergency(rated_opened.case, "It is being used.", by=by, at=at)
    notices.read(Notice.objects.get(), member=responder, by=by, at=at + HOUR)
    assert actions.sweep(organisation, at + 2 * HOUR)["answered"] == 1
    alarm.refresh_from_db()
    assert (alarm.taken_by, alarm.taken_at) == (responder, at + HOUR)


def test_medium_leaves_updates_to_people_and_low_is_collected(
    rated_opened: Opened, project: Project, by: Actor, at: datetime
) -> None:
    actions.rate(rated_opened.case, MEDIUM, by=by, at=at)
    assert duties(rated_opened.case, "communication") == [(18, "Regular security updates", "open")]
    assert not Notice.objects.exists()
    other = actions.open_case(project, REPORT, origin="api", by=SYSTEM, at=at)
    actions.rate(other.case, LOW, by=by, at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    report = queries.collected(project)[0]
    assert (report.ends, report.line, [one.case for one in report.duties]) == ("2026-06-30", 23, [other.case])
    assert actions.report_collected(report.duties, "Report of the second quarter", by=by, at=at + DAY) == 1
    assert queries.collected(project) == []


@pytest.mark.parametrize(
    ("every", "day", "ends"),
    [
        ("P3M", datetime(2026, 1, 1, tzinfo=UTC), date(2026, 3, 31)),
        ("P3M", datetime(2026, 12, 31, 12, tzinfo=UTC), date(2026, 12, 31)),
        ("P3M", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 3, 31)),
        ("P1M", datetime(2028, 2, 3, tzinfo=UTC), date(2028, 2, 29)),
        ("P1Y", datetime(2026, 7, 1, tzinfo=UTC), date(2026, 12, 31)),
        ("P1W", datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 8)),
    ],
)
def test_periods_are_those_of_the_calendar_in_the_zone_of_the_team(
    every: str, day: datetime, ends: date, opened: Opened
) -> None:
    assert actions.rating.period_end(opened.case, every, day) == ends


def test_ticking_the_action_meets_the_time_to_respond(rated_opened: Opened, by: Actor, at: datetime) -> None:
    actions.rate(rated_opened.case, HIGH, by=by, at=at)
    owed = queries.duties(rated_opened.case).get(kind="action")
    assert queries.standing(rated_opened.case, at).open_actions == (
        "line 12: Plan and implement fix",
        "line 13: Development team notification",
    )
    actions.tick(owed, "Fixed in 1.2.3.", by=by, at=at + 70 * HOUR)
    assert clocks(rated_opened.case) == [(11, "met", at + 72 * HOUR)]
    assert queries.standing(rated_opened.case, at).open_actions == ("line 13: Development team notification",)


def test_an_action_that_does_not_apply_ends_the_clock_with_the_reason(
    rated_opened: Opened, by: Actor, at: datetime
) -> None:
    actions.rate(rated_opened.case, HIGH, by=by, at=at)
    owed = queries.duties(rated_opened.case).get(kind="action")
    with pytest.raises(Refused, match="is empty"):
        actions.withdraw(owed, " ", by=by, at=at + HOUR)
    actions.withdraw(owed, "The affected part was never shipped.", by=by, at=at + HOUR)
    assert clocks(rated_opened.case) == [(11, "stopped", at + 72 * HOUR)]
    with pytest.raises(Refused, match="settled already"):
        actions.tick(owed, "Done after all.", by=by, at=at + 2 * HOUR)


def test_an_action_that_is_ticked_late_was_late(rated_opened: Opened, by: Actor, at: datetime) -> None:
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at)
    owed = queries.duties(rated_opened.case).get(kind="action")
    actions.tick(owed, "Patched.", by=by, at=at + 25 * HOUR)
    late = Clock.objects.filter(action="respond")
    assert {(one.state, one.breached_at) for one in late} == {("met", at + 24 * HOUR)}


def test_raising_tightens_and_what_was_stricter_stays(rated_opened: Opened, by: Actor, at: datetime) -> None:
    actions.rate(rated_opened.case, HIGH, by=by, at=at)
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at + 10 * HOUR)
    assert clocks(rated_opened.case) == [
        (6, "running", at + 34 * HOUR),
        (7, "running", at + 34 * HOUR),
        (11, "stopped", at + 72 * HOUR),
    ]
    assert duties(rated_opened.case, "action") == [
        (12, "Plan and implement fix", "withdrawn"),
        (7, "Immediate patch or temporary mitigation", "open"),
    ]


def test_raising_late_never_gives_more_time(rated_opened: Opened, by: Actor, at: datetime) -> None:
    """Two hours before the older time is over, 24 new hours would be more: the older clock goes on beside the new one."""
    actions.rate(rated_opened.case, HIGH, by=by, at=at)
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at + 70 * HOUR)
    assert clocks(rated_opened.case)[2] == (11, "running", at + 72 * HOUR)
    running = Clock.objects.filter(action="respond", state="running")
    assert min(one.due_at for one in running) == at + 72 * HOUR
    assert duties(rated_opened.case, "action")[0] == (12, "Plan and implement fix", "open")


def test_raising_when_the_time_is_over_keeps_the_breach(rated_opened: Opened, by: Actor, at: datetime) -> None:
    actions.rate(rated_opened.case, HIGH, by=by, at=at)
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at + 80 * HOUR)
    old = Clock.objects.get(action="respond", line=11)
    assert (old.state, old.breached_at) == ("running", at + 72 * HOUR)


def test_lowering_takes_nothing_away_and_adds_whom_the_lower_one_tells(
    rated_opened: Opened, by: Actor, at: datetime
) -> None:
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at)
    before = clocks(rated_opened.case), duties(rated_opened.case, "action")
    actions.rate(rated_opened.case, LOW, by=by, at=at + HOUR)
    assert (clocks(rated_opened.case), duties(rated_opened.case, "action")) == before
    rated_opened.case.refresh_from_db()
    assert rated_opened.case.severity == "low"
    assert duties(rated_opened.case, "communication")[-1] == (23, "Quarterly security reports", "open")
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at + 2 * HOUR)
    assert (clocks(rated_opened.case), duties(rated_opened.case, "action")) == before
    assert Notice.objects.filter(group="security team").count() == 1


def test_a_score_of_nothing_sets_nothing_off(rated_opened: Opened, by: Actor, at: datetime) -> None:
    assert actions.rate(rated_opened.case, NONE, by=by, at=at).severity == "none"
    assert clocks(rated_opened.case) == []
    assert not Duty.objects.exists()


def test_a_case_cannot_be_closed_while_a_promised_action_is_open(rated_opened: Opened, by: Actor, at: datetime) -> None:
    actions.rate(rated_opened.case, HIGH, by=by, at=at)
    Case.objects.filter(pk=rated_opened.case.pk).update(state="disclosed")
    rated_opened.case.refresh_from_db()
    with pytest.raises(Refused, match="line 12: Plan and implement fix"):
        actions.move(rated_opened.case, "closed", by=by, at=at + HOUR)


@pytest.mark.parametrize("state", ["rejected", "duplicate", "closed"])
def test_what_is_no_case_any_more_is_not_rated(state: str, rated_opened: Opened, by: Actor, at: datetime) -> None:
    Case.objects.filter(pk=rated_opened.case.pk).update(state=state)
    with pytest.raises(Refused, match="open it again"):
        actions.rate(rated_opened.case, HIGH, by=by, at=at)


TABLE = """\
# Security

| Severity | Acknowledge | Fix target |
|---|---|---|
| Critical | 24 hours | 7 days |
| High | 72 hours | 30 days |
"""


@pytest.fixture
def tabled(project: Project, at: datetime) -> Opened:
    import_texts(project, {"SECURITY.md": TABLE}, by=SYSTEM, at=at)
    return actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)


def test_an_acknowledgement_by_severity_is_held_against_the_answer_that_was_given(
    tabled: Opened, by: Actor, at: datetime
) -> None:
    """Thirty hours to the answer: kept for what is high, late for what turns out to be critical."""
    actions.move(tabled.case, "acknowledged", by=by, at=at + 30 * HOUR)
    actions.rate(tabled.case, HIGH, by=by, at=at + 40 * HOUR)
    kept = Clock.objects.get(action="acknowledge")
    assert (kept.state, kept.met_at, kept.breached_at) == ("met", at + 30 * HOUR, None)
    actions.rate(tabled.case, CRITICAL, by=by, at=at + 50 * HOUR)
    late = Clock.objects.get(action="acknowledge", severity="critical")
    assert (late.state, late.met_at, late.breached_at) == ("met", at + 30 * HOUR, at + 24 * HOUR)


def test_a_fix_counts_from_the_receipt_and_gives_way_to_a_stricter_one(tabled: Opened, by: Actor, at: datetime) -> None:
    actions.rate(tabled.case, HIGH, by=by, at=at + 40 * HOUR)
    assert clocks(tabled.case, "fix") == [(6, "running", at + 30 * DAY - HOUR)]
    actions.rate(tabled.case, CRITICAL, by=by, at=at + 50 * HOUR)
    due = [(line, state) for line, state, _ in clocks(tabled.case, "fix")]
    assert due == [(5, "running"), (6, "stopped")]
    assert max(one.due_at for one in Clock.objects.filter(action="fix", state="running")) <= at + 50 * HOUR + 7 * DAY


WORDS = """\
# Security

- **Critical**: a fix within 7 days of confirmation
- We publish an advisory within 30 days after the fix is released.
"""


def test_words_that_name_a_later_start_are_obeyed(project: Project, by: Actor, at: datetime) -> None:
    import_texts(project, {"SECURITY.md": WORDS}, by=SYSTEM, at=at)
    found = actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)
    case = found.case
    actions.rate(case, CRITICAL, by=by, at=at)
    assert not Clock.objects.exists()
    for number, to in enumerate(("acknowledged", "assessing", "accepted", "fixing", "fix_ready"), 1):
        actions.move(case, to, by=by, at=at + number * DAY)
    told = {one.action: one.started_at for one in Clock.objects.filter(subject=case.subject)}
    assert told == {"fix": at + 3 * DAY, "disclose": at + 5 * DAY}


def test_a_fix_that_did_not_hold_is_owed_since_the_receipt(tabled: Opened, by: Actor, at: datetime) -> None:
    actions.rate(tabled.case, CRITICAL, by=by, at=at)
    for number, to in enumerate(("acknowledged", "assessing", "accepted", "fixing", "fix_ready"), 1):
        actions.move(tabled.case, to, by=by, at=at + number * HOUR)
    actions.move(tabled.case, "fixing", by=by, at=at + DAY, reason="It can be got around.")
    again = Clock.objects.filter(action="fix").order_by("id").last()
    assert again is not None
    assert (again.state, again.started_at) == ("running", at)
    stage = next(one for one in queries.stages(tabled.case) if one.action == "fix")
    assert (stage.standing, stage.done_at) == ("running", None)


def test_rows_say_what_each_severity_would_set_off(rated_opened: Opened, tabled: Opened) -> None:
    said = {row.severity: row for row in rows(rated_opened.case)}
    assert (said["critical"].low, said["critical"].high, said["critical"].line) == (9.0, 10.0, 5)
    assert any("Quarterly security reports" in line for line in said["low"].lines)
    assert {row.line for row in rows(tabled.case)} == {0}


def test_a_band_of_the_policy_decides_before_the_scale(project: Project, by: Actor, at: datetime) -> None:
    import_texts(
        project,
        {"SECURITY.md": SEVERITIES.replace("7.0-8.9", "7.6-8.9").replace("4.0-6.9", "4.0-7.5")},
        by=SYSTEM,
        at=at,
    )
    found = actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at)
    assert actions.rate(found.case, HIGH, by=by, at=at).severity == "medium"


def test_a_policy_without_bands_uses_the_scale(
    opened: Opened, by: Actor, at: datetime, stages_policy: PolicyVersion
) -> None:
    rating = actions.rate(opened.case, CRITICAL, by=by, at=at)
    assert (rating.severity, rating.line) == ("critical", 0)
