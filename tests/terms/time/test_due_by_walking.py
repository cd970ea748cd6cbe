"""What is computed is what somebody finds who walks through time minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from terms.time import slow
from troth.terms.time.due import due, resumed
from troth.terms.time.working import Working, worked

ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "America/Havana",  # puts its clock back from 01:00 to 00:00, and forward from 00:00 to 01:00
        "Africa/Cairo",  # puts its clock forward at midnight, on a Friday
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",  # half an hour
        "Pacific/Apia",
        "America/Sao_Paulo",
    )
)
CHANGES = (
    datetime(2026, 3, 28, 12),  # noqa: DTZ001 - wall times; zones come with the strategy
    datetime(2026, 3, 7, 2, 30),  # noqa: DTZ001
    datetime(2026, 10, 24, 2, 30),  # noqa: DTZ001
    datetime(2026, 10, 31, 0, 30),  # noqa: DTZ001
    datetime(2026, 4, 4, 2),  # noqa: DTZ001
    datetime(2026, 10, 3, 2),  # noqa: DTZ001
    datetime(2026, 4, 23, 23, 59),  # noqa: DTZ001
    datetime(2018, 11, 3, 0, 10),  # noqa: DTZ001
)
WALLS = st.one_of(
    st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-4000, 2000)
    ),
    st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)).map(lambda each: each.replace(second=0, microsecond=0)),  # noqa: DTZ001
)
STARTS = st.builds(
    lambda at, zone, fold: at.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone),
    WALLS,
    st.sampled_from(ZONES),
    st.integers(0, 1),
)
WEEKS = st.frozensets(st.integers(0, 6), min_size=1)
"""Every working week: four days, Sunday to Thursday, one day."""


@st.composite
def teams(draw: st.DrawFn) -> tuple[datetime, Working]:
    start = draw(STARTS)
    around = st.integers(-1, 20).map(lambda days: (start + timedelta(days=days)).date())
    return start, Working(days=draw(WEEKS), holidays=draw(st.frozensets(around, max_size=5)))


def found(start: datetime, within: str, working: Working | None = None) -> datetime:
    at = due(start, within) if working is None else due(start, within, "business", working)
    assert at is not None
    assert at.tzinfo is start.tzinfo
    return at.astimezone(UTC)  # times that come twice equal nothing in another zone (PEP 495)


@given(STARTS, st.integers(0, 60 * 24 * 8))
@settings(max_examples=60, deadline=None)
def test_hours(start: datetime, minutes: int) -> None:
    assert found(start, f"PT{minutes // 60}H{minutes % 60}M") == slow.hours_later(start, minutes)


@given(STARTS, st.integers(0, 8))
@example(datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")), 1)
@example(datetime(2026, 10, 24, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")), 1)
@example(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")), 0)
@example(datetime(2018, 11, 3, 0, 10, tzinfo=ZoneInfo("America/Sao_Paulo")), 1)
@settings(max_examples=60, deadline=None)
def test_calendar_days(start: datetime, days: int) -> None:
    assert found(start, f"P{days}D") == slow.days_later(start, days)


@given(teams(), st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_business_days(team: tuple[datetime, Working], days: int) -> None:
    start, working = team
    counts = slow.works(working.days, working.holidays)
    assert found(start, f"P{days}D", working) == slow.days_later(start, days, counts)


@given(teams(), st.integers(0, 60 * 24 * 3))
@settings(max_examples=60, deadline=None)
def test_business_hours(team: tuple[datetime, Working], minutes: int) -> None:
    start, working = team
    counts = slow.works(working.days, working.holidays)
    assert found(start, f"PT{minutes}M", working) == slow.working_minutes_later(start, minutes, counts)


@given(teams(), st.integers(1, 5), st.integers(0, 60 * 24 * 2), st.integers(0, 60 * 24 * 6))
@settings(max_examples=60, deadline=None)
def test_a_pause_of_business_days_leaves_the_time_that_was_left(
    team: tuple[datetime, Working], days: int, before: int, length: int
) -> None:
    start, working = team
    end = found(start, f"P{days}D", working).astimezone(start.tzinfo)
    since = min(start.astimezone(UTC) + timedelta(minutes=before), end.astimezone(UTC)).astimezone(start.tzinfo)
    until = (since.astimezone(UTC) + timedelta(minutes=length)).astimezone(start.tzinfo)
    later = resumed(end, since, until, "business", working).astimezone(UTC)
    counts = slow.works(working.days, working.holidays)
    shown = slow.working_minutes_between(since, until, counts)
    assert worked(since, until, working) == timedelta(minutes=shown)
    assert later == slow.working_minutes_later(end, shown, counts)
    left_before = slow.working_minutes_between(since, end, counts)
    assert slow.working_minutes_between(until, later, counts) == left_before


def test_the_walk_itself_by_hand() -> None:
    """The oracle is held against dates that were counted by hand, so that both cannot be wrong alike."""
    berlin = ZoneInfo("Europe/Berlin")
    gap = datetime(2026, 3, 28, 2, 30, tzinfo=berlin)
    assert slow.days_later(gap, 1) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    friday = datetime(2026, 11, 20, 17, tzinfo=berlin)
    weekdays = slow.works({0, 1, 2, 3, 4}, {date(2026, 11, 25)})
    assert slow.days_later(friday, 5, weekdays) == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert slow.working_minutes_between(friday, datetime(2026, 11, 23, 17, tzinfo=berlin), weekdays) == 24 * 60
