"""Words for times: rounded down, both ways, in the zone of the team."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from troth_desk.faces import words

AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=45, seconds=59), "45 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(hours=5, minutes=20), "5 h 20 min"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "48 h"),
        (timedelta(days=3, hours=4), "3 days 4 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=64, hours=9), "64 days"),
        (-timedelta(hours=5), "5 h"),
    ],
)
def test_a_span_in_words(span: timedelta, said: str) -> None:
    assert words.duration(span) == said


@pytest.mark.parametrize(
    ("instant", "zone", "said"),
    [
        (AT + timedelta(hours=5), "Europe/Berlin", "in 5 h · Thu 14:00 Berlin"),
        (AT - timedelta(hours=5), "Europe/Berlin", "5 h ago · Thu 04:00 Berlin"),
        (AT + timedelta(days=7), "America/New_York", "in 7 days · Thu 3 Dec 03:00 New York"),
        (AT + timedelta(days=85), "UTC", "in 85 days · Fri 19 Feb 2027 08:00 UTC"),
        (AT, "", "now · Thu 08:00 UTC"),
    ],
)
def test_an_instant_both_ways(instant: datetime, zone: str, said: str) -> None:
    assert words.both_ways(instant, AT, zone) == said


def test_the_night_of_the_clock_change_is_told_by_the_clocks_of_the_place() -> None:
    before = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert words.both_ways(before + timedelta(hours=48), before, "Europe/Berlin") == "in 48 h · Mon 11:00 Berlin"


def test_the_day_comes_first_after_until() -> None:
    said = words.day_first(AT + timedelta(hours=5), AT, "Europe/Berlin")
    assert said == "Thu 14:00 Berlin, in 5 h"
