from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth_desk.reviews import periods
from troth_desk.reviews.periods import LAST_SECOND, Period

BERLIN = "Europe/Berlin"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
RHYTHMS = ("P1D", "P1W", "P7D", "P1M", "P2M", "P3M", "P4M", "P6M", "P12M", "P1Y", "P2W", "P90D", "P180D", "P2Y", "P5M")


def _days(period: Period, zone: str = BERLIN) -> tuple[str, str]:
    here = ZoneInfo(zone)
    return period.starts_at.astimezone(here).isoformat()[:16], period.due_at.astimezone(here).isoformat()[:19]


@pytest.mark.parametrize(
    ("every", "starts", "due", "label"),
    [
        ("P1D", "2026-03-02T00:00", "2026-03-02T23:59:59", "2 Mar 2026"),
        ("P1W", "2026-03-02T00:00", "2026-03-08T23:59:59", "week of 2 Mar 2026"),
        ("P7D", "2026-03-02T00:00", "2026-03-08T23:59:59", "week of 2 Mar 2026"),
        ("P1M", "2026-03-01T00:00", "2026-03-31T23:59:59", "March 2026"),
        ("P3M", "2026-01-01T00:00", "2026-03-31T23:59:59", "Q1 2026"),
        ("P6M", "2026-01-01T00:00", "2026-06-30T23:59:59", "first half of 2026"),
        ("P1Y", "2026-01-01T00:00", "2026-12-31T23:59:59", "2026"),
        ("P90D", "2026-03-02T10:00", "2026-05-31T23:59:59", "2 Mar – 31 May 2026"),
    ],
)
def test_the_period_of_a_day(every: str, starts: str, due: str, label: str) -> None:
    period = periods.at_instant(every, AT, BERLIN)
    assert _days(period) == (starts, due)
    assert periods.label(every, period.starts_at, period.due_at, BERLIN) == label


@pytest.mark.parametrize("every", ["", "PT12H", "P0D", "monthly", "P1.5M", "P99999Y"])
def test_what_is_no_rhythm(every: str) -> None:
    assert not periods.keeps(every)


def test_less_than_half_left_begins_with_the_next() -> None:
    assert _days(periods.first("P1M", AT, BERLIN))[0] == "2026-03-01T00:00"
    assert _days(periods.first("P1M", AT + timedelta(days=20), BERLIN))[0] == "2026-04-01T00:00"


def test_a_length_of_its_own_goes_on_from_when_it_was_done() -> None:
    first = periods.at_instant("P90D", AT, BERLIN)
    done = AT + timedelta(days=10)
    assert periods.following("P90D", first, BERLIN, done).starts_at == done
    assert periods.following("P90D", first, BERLIN).starts_at == first.due_at + LAST_SECOND
    assert periods.following("P1M", periods.at_instant("P1M", AT, BERLIN), BERLIN, done).starts_at.month == 3


@given(
    st.sampled_from(RHYTHMS),
    st.integers(0, 36_500 * 86_400).map(lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)),
    st.sampled_from((BERLIN, "UTC", "America/St_Johns", "Pacific/Kiritimati", "Africa/Casablanca", "Asia/Kathmandu")),
)
def test_periods_follow_each_other_without_a_gap(every: str, at: datetime, zone: str) -> None:
    period = periods.at_instant(every, at, zone)
    assert period.starts_at <= at <= period.due_at + timedelta(seconds=1)
    after = periods.following(every, period, zone)
    assert after.starts_at == period.due_at + LAST_SECOND
    assert after.due_at > after.starts_at
    assert periods.label(every, period.starts_at, period.due_at, zone)
    if periods.by_calendar(every):
        assert periods.at_instant(every, period.due_at, zone) == period
