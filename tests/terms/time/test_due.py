from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.terms.time.due import Basis, due, resumed
from troth.terms.time.working import WEEKDAYS, Working, worked

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
HOLIDAYS = frozenset({date(2026, 12, day) for day in (24, 25, 26, 31)} | {date(2027, 1, 1)})
BASES: tuple[Basis, ...] = ("calendar", "business")
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - naive bounds


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "within", "basis", "expected"),
    [
        (at("2026-03-28 12:00"), "PT24H", "calendar", at("2026-03-29 13:00")),
        (at("2026-03-28 12:00"), "PT48H", "calendar", at("2026-03-30 13:00")),
        (at("2026-10-24 12:00"), "PT48H", "calendar", at("2026-10-26 11:00")),
        (at("2026-10-31 12:00", NEW_YORK), "PT48H", "calendar", at("2026-11-02 11:00", NEW_YORK)),
        (at("2026-11-20 17:00"), "P5D", "business", at("2026-11-27 17:00")),
        (at("2026-11-21 19:00"), "P5D", "business", at("2026-11-27 19:00")),
        (at("2026-12-18 17:00"), "P5D", "business", at("2026-12-29 17:00")),
        (at("2026-12-23 09:00"), "P5D", "business", at("2027-01-05 09:00")),
        (at("2027-01-31 16:00"), "P1M", "calendar", at("2027-02-28 16:00")),
        (at("2028-01-31 09:00"), "P1M", "calendar", at("2028-02-29 09:00")),
        (at("2026-12-12 10:15"), "P14D", "calendar", at("2026-12-26 10:15")),
        (at("2026-11-21 00:00"), "P90D", "calendar", at("2027-02-19 00:00")),
        (at("2026-11-20 18:00"), "PT12H", "business", at("2026-11-23 06:00")),
        (at("2026-11-21 18:00"), "PT12H", "business", at("2026-11-23 12:00")),
        (at("2026-11-20 18:00"), "P1W", "business", at("2026-11-27 18:00")),
    ],
)
def test_vectors(start: datetime, within: str, basis: str, expected: datetime) -> None:
    working = Working(holidays=HOLIDAYS) if start.month == 12 and basis == "business" else WEEKDAYS
    assert due(start, within, "business" if basis == "business" else "calendar", working) == expected


@pytest.mark.parametrize("within", ["", "P", "soon", "PT", "P1.5D", "P-1D", "P9999Y", "p1d"])
def test_no_duration_no_date(within: str) -> None:
    assert due(at("2026-11-20 17:00"), within) is None


def test_awareness_counts_to_the_second() -> None:
    """Vector 15: 24 and 72 hours end at the same second."""
    awareness = at("2026-12-12 10:15:30")
    assert due(awareness, "PT24H") == at("2026-12-13 10:15:30")
    assert due(awareness, "PT72H") == at("2026-12-15 10:15:30")


@pytest.mark.parametrize(
    ("start", "within", "expected"),
    [
        # Vector 5: 02:30 does not exist on 29 March; it is as much later as the clock was put forward.
        (at("2026-03-28 02:30"), "P1D", "2026-03-29T03:30:00+02:00"),
        (at("2026-02-28 02:30"), "P29D", "2026-03-29T03:30:00+02:00"),
        (at("2026-01-29 02:30"), "P2M", "2026-03-29T03:30:00+02:00"),
        # Vector 6: 02:30 comes twice on 25 October; a date that is reckoned to it means the first.
        (at("2026-10-24 02:30"), "P1D", "2026-10-25T02:30:00+02:00"),
        (at("2026-09-25 02:30"), "P1M", "2026-10-25T02:30:00+02:00"),
        # An instant in the second of the two hours is another one than in the first, and hours from it count so.
        (at("2026-10-25 02:30").replace(fold=0), "PT1H", "2026-10-25T02:30:00+01:00"),
        (at("2026-10-25 02:30").replace(fold=1), "PT1H", "2026-10-25T03:30:00+01:00"),
        (at("2026-10-25 02:30").replace(fold=1), "P0D", "2026-10-25T02:30:00+01:00"),
        (at("2026-10-25 02:30").replace(fold=1), "P1D", "2026-10-26T02:30:00+01:00"),
    ],
)
def test_times_that_do_not_exist_or_come_twice(start: datetime, within: str, expected: str) -> None:
    found = due(start, within)
    assert found is not None
    assert found.isoformat() == expected


def test_a_pause_shifts_hours_by_exactly_its_length() -> None:
    """Vector 16."""
    start = at("2026-11-20 17:00")
    end = due(start, "PT48H")
    assert end is not None
    assert resumed(end, at("2026-11-21 09:00"), at("2026-11-21 12:00"), "calendar") == at("2026-11-22 20:00")


def test_a_pause_of_business_days_counts_the_time_on_days_of_work() -> None:
    """Vector 17: paused over two holidays and a weekend. Working time counts; the other reading is later."""
    team = Working(holidays=HOLIDAYS)
    end = due(at("2026-12-21 09:00"), "P5D", "business", team)
    assert end == at("2026-12-30 09:00")
    since, until = at("2026-12-23 09:00"), at("2026-12-28 09:00")
    assert worked(since, until, team) == timedelta(hours=24)  # 15 on the 23rd, 9 on the 28th
    assert resumed(end, since, until, "business", team) == at("2027-01-04 09:00")  # the 31st and the 1st are free
    assert resumed(end, since, until, "calendar", team) == at("2027-01-04 09:00")  # five days later: the same here
    inside = (at("2026-12-24 09:00"), at("2026-12-27 20:00"))
    assert resumed(end, *inside, "business", team) == end, "nobody would have worked anyway"
    assert resumed(end, *inside, "calendar", team) == end + timedelta(days=3, hours=11)


def test_a_team_that_never_works_has_no_business_days() -> None:
    assert due(at("2026-11-20 17:00"), "P1D", "business", Working(days=frozenset())) is None


@pytest.mark.parametrize(
    ("days", "start", "within", "expected"),
    [
        ({6, 0, 1, 2, 3}, at("2026-11-19 12:00"), "P1D", at("2026-11-22 12:00")),  # Sunday to Thursday
        ({0, 1, 2, 3}, at("2026-11-19 12:00"), "P1W", at("2026-11-26 12:00")),  # a week of four days is four days
        ({2}, at("2026-11-19 12:00"), "P2D", at("2026-12-02 12:00")),  # Wednesdays
    ],
)
def test_working_weeks(days: set[int], start: datetime, within: str, expected: datetime) -> None:
    assert due(start, within, "business", Working(days=frozenset(days))) == expected


@given(INSTANTS, st.sampled_from((BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe"))), st.integers(0, 400), st.data())
def test_longer_is_later(start: datetime, zone: ZoneInfo, some: int, data: st.DataObject) -> None:
    more = data.draw(st.integers(some, some + 400))
    for form in ("P{}D", "PT{}H", "P{}M", "P{}W", "P{}DT3H"):
        for basis in BASES:
            one, two = (due(start.astimezone(zone), form.format(count), basis) for count in (some, more))
            assert one is not None
            assert two is not None
            assert start <= one.astimezone(UTC) <= two.astimezone(UTC)


@given(INSTANTS, st.integers(1, 60), st.sets(st.dates(date(2000, 1, 1), date(2100, 6, 1)), max_size=3), st.data())
def test_a_holiday_never_brings_it_forward(
    start: datetime, days: int, holidays: set[date], data: st.DataObject
) -> None:
    near = start.date() + timedelta(days=data.draw(st.integers(0, days * 2)))
    before, after = Working(holidays=frozenset(holidays)), Working(holidays=frozenset(holidays | {near}))
    for within in (f"P{days}D", f"PT{days}H"):
        without, with_it = due(start, within, "business", before), due(start, within, "business", after)
        assert without is not None
        assert with_it is not None
        assert with_it >= without
    with_it = due(start, f"P{days}D", "business", after)
    assert with_it is not None
    assert not after.off(with_it)
    assert with_it - start >= timedelta(days=days)


@given(INSTANTS, st.integers(0, 10_000_000), st.integers(0, 10_000_000), st.sampled_from((BERLIN, NEW_YORK)))
def test_a_pause_of_x_shifts_by_x(end: datetime, before: int, length: int, zone: ZoneInfo) -> None:
    since = end - timedelta(seconds=before)
    pause = timedelta(seconds=length)
    assert resumed(end.astimezone(zone), since, since + pause, "calendar").astimezone(UTC) == end + pause


@given(INSTANTS, st.integers(0, 30), st.integers(0, 500), st.integers(0, 500))
def test_two_pauses_are_as_long_as_both(end: datetime, days: int, first: int, second: int) -> None:
    """Pausing and going on at once is no gain, however often: what is left stays what was left."""
    team = Working(holidays=HOLIDAYS)
    since = end - timedelta(days=days)
    one, two = since + timedelta(hours=first), since + timedelta(hours=first + second)
    for basis in BASES:
        at_once = resumed(end, since, two, basis, team)
        in_two = resumed(resumed(end, since, one, basis, team), one, two, basis, team)
        assert at_once == in_two


@given(INSTANTS, st.integers(0, 20), st.integers(0, 100))
def test_no_pause_brings_it_forward(end: datetime, days: int, length: int) -> None:
    since = end - timedelta(days=days)
    for basis in BASES:
        assert resumed(end, since, since + timedelta(hours=length), basis) >= end
