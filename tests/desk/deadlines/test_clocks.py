from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk import arming
from troth_desk.deadlines import actions, queries
from troth_desk.deadlines.models import Calendar, Clock, Holiday, Pause
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
CASE = "case:TR-7K3MQ9TD"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


def armed(version: PolicyVersion, action: str, start: datetime, severity: str = "") -> list[Clock]:
    return arming.armed(version, CASE, action, start, severity)


def one(version: PolicyVersion, action: str, start: datetime) -> Clock:
    (clock,) = armed(version, action, start)
    return clock


def said(organisation: Organisation) -> list[str]:
    return [entry.action for entry in Entry.objects.filter(organisation_id=organisation.pk, subject=CASE)]


def test_a_clock_quotes_the_sentence_that_armed_it(version: PolicyVersion, at: datetime) -> None:
    clock = one(version, "acknowledge", at)
    assert (clock.document, clock.version, clock.line) == ("SECURITY.md", 1, 5)
    assert clock.sentence == "Acknowledgment: Within 48 hours of your report"
    assert (clock.started_at, clock.due_at, clock.warn_at) == (at, at + 48 * HOUR, at + 36 * HOUR)
    assert (clock.state, clock.round, clock.cadence) == ("running", 1, False)
    entry = Entry.objects.get(organisation_id=version.organisation_id, action="clock.armed")
    assert clock.due_at.isoformat() in entry.body
    assert "Acknowledgment" not in entry.body  # plain facts, no words


def test_what_applies_before_and_after_a_rating(version: PolicyVersion, at: datetime) -> None:
    assert [clock.within for clock in armed(version, "acknowledge", at)] == ["PT48H"]
    assert [clock.within for clock in armed(version, "acknowledge", at, "high")] == ["PT48H", "PT72H"]
    assert [clock.within for clock in armed(version, "fix", at)] == []
    critical = {clock.within: clock for clock in armed(version, "fix", at, "critical")}
    assert critical["P90D"].strength == "target"
    assert critical["PT0H"].due_at == at + DAY, "at once is given a day"


def test_business_days_of_the_team(version: PolicyVersion) -> None:
    friday = datetime(2026, 12, 18, 17, tzinfo=BERLIN)
    organisation = version.organisation
    Calendar.objects.create(organisation=organisation, working_days=[0, 1, 2, 3, 4], changed_at=friday)
    for day in ("2026-12-24", "2026-12-25", "2026-12-26", "2026-12-31", "2027-01-01"):
        Holiday.objects.create(organisation=organisation, calendar=Calendar.objects.get(), day=day)
    clock = one(version, "assess", friday.astimezone(UTC))
    assert clock.due_at == datetime(2026, 12, 29, 17, tzinfo=BERLIN)
    assert clock.terms == {
        "zone": "Europe/Berlin",
        "working_days": [0, 1, 2, 3, 4],
        "holidays": ["2026-12-24", "2026-12-25", "2026-12-31", "2027-01-01"],  # the 26th is a Saturday anyway
    }
    Holiday.objects.create(organisation=organisation, calendar=Calendar.objects.get(), day="2026-12-28")
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 12, 29, 17, tzinfo=BERLIN), "an edit moves no running clock"
    actions.pause(organisation, CASE, "waiting for the reporter", by=SYSTEM, at=datetime(2026, 12, 28, tzinfo=BERLIN))
    actions.resume(organisation, CASE, by=SYSTEM, at=datetime(2026, 12, 29, tzinfo=BERLIN))
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 12, 30, 17, tzinfo=BERLIN), "nor its pauses: the 28th is a working day to it"


def test_met_in_time_and_late(version: PolicyVersion, organisation: Organisation, at: datetime) -> None:
    clock = one(version, "acknowledge", at)
    (met,) = actions.meet(organisation, CASE, "acknowledge", by=SYSTEM, at=clock.due_at)
    assert (met.state, met.breached_at) == ("met", None)
    again = one(version, "acknowledge", at)
    assert again.pk != clock.pk, "a reopened case is owed again"
    late = again.due_at + timedelta(seconds=1)
    assert queries.overdue(again, late)
    (met,) = actions.meet(organisation, CASE, "acknowledge", by=SYSTEM, at=late)
    met.refresh_from_db()
    assert (met.state, met.breached_at, met.met_at) == ("met", again.due_at, late)
    assert Notice.objects.filter(organisation=organisation, key=f"clock:{met.pk}:breach").count() == 1
    assert said(organisation) == ["clock.armed", "clock.met", "clock.armed", "clock.breached", "clock.met"]
    assert not queries.overdue(met, late + DAY)


def test_armed_once_for_a_promise(version: PolicyVersion, at: datetime) -> None:
    assert one(version, "acknowledge", at).pk == one(version, "acknowledge", at + HOUR).pk


def test_a_cadence_starts_its_next_round_at_the_update(
    version: PolicyVersion, organisation: Organisation, at: datetime
) -> None:
    first = one(version, "update", at)
    assert (first.cadence, first.due_at) == (True, datetime(2026, 3, 9, 9, tzinfo=UTC))
    early = at + 2 * DAY
    actions.meet(organisation, CASE, "update", by=SYSTEM, at=early)
    (second,) = queries.open_clocks(organisation, CASE)
    assert (second.round, second.started_at, second.due_at) == (2, early, early + 7 * DAY)
    late = second.due_at + DAY
    actions.meet(organisation, CASE, "update", by=SYSTEM, at=late)
    (third,) = queries.open_clocks(organisation, CASE)
    assert (third.round, third.due_at.astimezone(BERLIN)) == (3, late.astimezone(BERLIN) + 7 * DAY)
    second.refresh_from_db()
    assert second.breached_at == second.due_at
    actions.stop(organisation, CASE, "resolved", by=SYSTEM, at=late + HOUR, actions=["update"])
    assert not queries.open_clocks(organisation, CASE)


def test_a_pause_shifts_by_exactly_its_length(version: PolicyVersion, organisation: Organisation, at: datetime) -> None:
    clock = one(version, "acknowledge", at)
    pauses = ((at + HOUR, at + 4 * HOUR), (at + 10 * HOUR, at + 10 * HOUR + timedelta(minutes=7)))
    for since, until in pauses:
        (paused,) = actions.pause(organisation, CASE, "waiting for the reporter", by=SYSTEM, at=since)
        assert actions.pause(organisation, CASE, "again", by=SYSTEM, at=since + timedelta(minutes=1)) == []
        assert queries.left(paused, until) == queries.left(paused, since)
        assert not queries.overdue(paused, at + 400 * DAY)
        assert len(actions.resume(organisation, CASE, by=SYSTEM, at=until)) == 1
        assert actions.resume(organisation, CASE, by=SYSTEM, at=until + HOUR) == []
    clock.refresh_from_db()
    assert clock.due_at == at + 48 * HOUR + 3 * HOUR + timedelta(minutes=7)
    assert clock.warn_at == at + 36 * HOUR + 3 * HOUR + timedelta(minutes=7)
    assert clock.paused_for == 3 * HOUR + timedelta(minutes=7)
    assert list(Pause.objects.order_by("since").values_list("since", "until")) == list(pauses)


def test_a_pause_needs_a_reason_and_saves_nothing_that_is_overdue(
    version: PolicyVersion, organisation: Organisation, at: datetime
) -> None:
    clock = one(version, "acknowledge", at)
    with pytest.raises(ValueError, match="say why"):
        actions.pause(organisation, CASE, "  ", by=SYSTEM, at=at + HOUR)
    late = clock.due_at + HOUR
    assert actions.pause(organisation, CASE, "waiting", by=SYSTEM, at=late) == []
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at) == ("running", clock.due_at)
    assert queries.overdue(clock, late)


def test_met_while_paused(version: PolicyVersion, organisation: Organisation, at: datetime) -> None:
    one(version, "acknowledge", at)
    actions.pause(organisation, CASE, "waiting", by=SYSTEM, at=at + HOUR)
    (met,) = actions.meet(organisation, CASE, "acknowledge", by=SYSTEM, at=at + 100 * HOUR)
    assert (met.state, met.breached_at, met.due_at) == ("met", None, at + (48 + 99) * HOUR)
    assert Pause.objects.get().until == at + 100 * HOUR


def test_severity_only_tightens(version: PolicyVersion, organisation: Organisation, at: datetime) -> None:
    week = armed(version, "acknowledge", at, "medium")[-1]
    assert week.within == "P1W"
    (day,) = actions.tighten(organisation, CASE, "critical", by=SYSTEM, at=at + 3 * HOUR)[-1:]
    assert (day.within, day.due_at, day.line) == ("PT24H", at + 27 * HOUR, 11)
    week.refresh_from_db()
    assert (week.state, week.stopped_reason) == ("stopped", "severity is critical now")
    assert actions.tighten(organisation, CASE, "medium", by=SYSTEM, at=at + 4 * HOUR) == []
    assert actions.tighten(organisation, CASE, "critical", by=SYSTEM, at=at + 4 * HOUR) == []
    assert [clock.within for clock in queries.open_clocks(organisation, CASE)] == ["PT24H"]


def test_what_is_overdue_is_not_replaced(version: PolicyVersion, organisation: Organisation, at: datetime) -> None:
    clock = one(version, "acknowledge", at)
    assert actions.tighten(organisation, CASE, "critical", by=SYSTEM, at=at + 49 * HOUR) == []
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at) == ("running", clock.due_at)


def test_a_stop_needs_a_reason_and_keeps_the_breach(
    version: PolicyVersion, organisation: Organisation, at: datetime
) -> None:
    clock = one(version, "acknowledge", at)
    with pytest.raises(ValueError, match="say why"):
        actions.stop(organisation, CASE, "", by=SYSTEM, at=at)
    actions.stop(organisation, CASE, "rejected", by=SYSTEM, at=at + 50 * HOUR)
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at, clock.stopped_reason) == ("stopped", clock.due_at, "rejected")


def test_a_sweep_warns_once_and_breaks_once(version: PolicyVersion, organisation: Organisation, at: datetime) -> None:
    clock = one(version, "acknowledge", at)
    for when, expected in (
        (clock.warn_at - HOUR, (0, 0)),
        (clock.warn_at, (1, 0)),
        (clock.warn_at + HOUR, (0, 0)),
        (clock.due_at, (0, 0)),
        (clock.due_at + HOUR, (0, 1)),
        (clock.due_at + 2 * HOUR, (0, 0)),
    ):
        swept = actions.sweep(organisation, when)
        assert (swept.warned, swept.breached) == expected, when
    titles = list(Notice.objects.order_by("id").values_list("title", flat=True))
    assert titles == ["TR-7K3MQ9TD: acknowledgement is due in 12 h", "TR-7K3MQ9TD: acknowledgement is overdue"]
    assert said(organisation) == ["clock.armed", "clock.warned", "clock.breached"]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (
            "acknowledge",
            "SECURITY.md line 5 promises: “Acknowledgment: Within 48 hours of your report” – within 48 hours.",
        ),
        ("assess", "– within 5 business days."),
        ("update", "– every 7 days."),
        (
            "fix",
            "SECURITY.md line 8 aims at: “Resolution: Target within 90 days for critical issues” – within 90 days.",
        ),
    ],
)
def test_a_warning_quotes_the_promise(
    version: PolicyVersion, organisation: Organisation, at: datetime, action: str, words: str
) -> None:
    clock = next(one for one in armed(version, action, at, "critical") if one.within != "PT0H")
    actions.sweep(organisation, clock.warn_at)
    assert words in Notice.objects.get(key=f"clock:{clock.pk}:warning").body


def test_the_next_version_moves_no_running_clock(
    version: PolicyVersion, organisation: Organisation, project: Project, at: datetime
) -> None:
    clock = one(version, "acknowledge", at)
    import_texts(
        project, {"SECURITY.md": "# Security\n\nWe acknowledge reports within 12 hours.\n"}, by=SYSTEM, at=at + HOUR
    )
    clock.refresh_from_db()
    assert clock.due_at == at + 48 * HOUR


def test_what_arms_no_clock(project: Project, at: datetime) -> None:
    text = (
        "# Security\n\nOnce we reach 1.0, we will acknowledge reports within 24 hours.\n\n"
        "We provide regular updates to reporters.\n"
    )
    version = import_texts(project, {"SECURITY.md": text}, by=SYSTEM, at=at)
    assert Promise.objects.filter(version=version, kind__in=("deadline", "recurrence")).count() == 2
    assert armed(version, "acknowledge", at) == []
    assert armed(version, "update", at) == []
    with pytest.raises(actions.NoDurationError, match="no length of time"):
        actions.arm(
            Promise.objects.get(version=version, action="update"), project, CASE, started_at=at, by=SYSTEM, at=at
        )


def test_other_organisations_are_left_alone(
    version: PolicyVersion, organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    one(version, "acknowledge", at)
    late = at + 100 * DAY
    assert actions.sweep(other_organisation, late).breached == 0
    assert actions.meet(other_organisation, CASE, "acknowledge", by=SYSTEM, at=late) == []
    assert actions.stop(other_organisation, CASE, "no", by=SYSTEM, at=late) == []
    assert queries.due_next(other_organisation, late, 5) == []
    assert len(queries.due_next(organisation, late, 5)) == 1


def test_numbers(version: PolicyVersion, organisation: Organisation, project: Project, at: datetime) -> None:
    for hours in (1, 3, 50):
        one(version, "acknowledge", at)
        actions.meet(organisation, CASE, "acknowledge", by=SYSTEM, at=at + hours * HOUR)
    running = one(version, "acknowledge", at + 40 * DAY)
    numbers = queries.numbers(project, at + 41 * DAY, 90 * DAY)[running.commitment]
    assert (numbers.n, numbers.kept, numbers.late, numbers.running) == (3, 2, 1, 1)
    assert (numbers.median, numbers.p90) == (3 * HOUR, 50 * HOUR)
    assert [(month.month, month.kept, month.late) for month in numbers.by_month] == [("2026-03", 2, 1)]
    later = queries.numbers(project, at + 50 * DAY, 90 * DAY)[running.commitment]
    assert (later.n, later.late, later.running) == (4, 2, 0), "overdue counts before any sweep"


def test_ten_messages_of_a_day_are_one_update(
    version: PolicyVersion, organisation: Organisation, project: Project, at: datetime
) -> None:
    clock = one(version, "update", at)
    for minutes in range(10):
        actions.meet(organisation, CASE, "update", by=SYSTEM, at=at + timedelta(minutes=minutes))
    numbers = queries.numbers(project, at + HOUR, DAY)[clock.commitment]
    assert (numbers.n, numbers.kept, numbers.running) == (1, 1, 1)
