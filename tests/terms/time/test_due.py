from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.terms.time.due import due
from troth.terms.time.working import WEEKDAYS, Working

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
HOLIDAYS = frozenset({date(2026, 12, day) for day in (24, 25, 26, 31)} | {date(2027, 1, 1)})
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


@given(INSTANTS, st.integers(0, 400), st.integers(0, 400))
def test_longer_is_later(start: datetime, some: int, more: int) -> None:
    for form, basis in (("P{}D", "business"), ("PT{}H", "business"), ("P{}D", "calendar"), ("P{}M", "calendar")):
        one = due(start, form.format(some), "business" if basis == "business" else "calendar")
        two = due(start, form.format(some + more), "business" if basis == "business" else "calendar")
        assert one is not None
        assert two is not None
        assert start <= one <= two


@given(INSTANTS, st.integers(1, 60), st.dates(date(2000, 1, 1), date(2100, 6, 1)))
def test_a_holiday_never_brings_it_forward(start: datetime, days: int, holiday: date) -> None:
    without, with_it = (
        due(start, f"P{days}D", "business"),
        due(start, f"P{days}D", "business", Working(holidays=frozenset({holiday}))),
    )
    assert without is not None
    assert with_it is not None
    assert with_it >= without
    assert with_it.weekday() < 5
    assert with_it.date() != holiday
    assert with_it - start >= timedelta(days=days)
