"""Periods, rhythms, severities and moods."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.policy.words.duration import durations
from troth.policy.words.mood import advice, negated, past, strength
from troth.policy.words.rhythm import rhythms
from troth.policy.words.severity import severities
from troth.policy.words.spoken import LANGUAGES


@pytest.mark.parametrize(
    ("text", "within", "earliest", "basis"),
    [
        ("within 48 hours", "PT48H", "", "calendar"),
        ("in 24–48 hours", "PT48H", "PT24H", "calendar"),
        ("3-5 business days", "P5D", "P3D", "business"),
        ("two weeks", "P2W", "", "calendar"),
        ("one business day", "P1D", "", "business"),
        ("thirty (30) days", "P30D", "", "calendar"),
        ("48 hours on business days", "PT48H", "", "business"),
        ("innerhalb von 3 Werktagen", "P3D", "", "business"),
        ("sous 7 jours ouvrés", "P7D", "", "business"),
        ("en 5 días hábiles", "P5D", "", "business"),
        ("48時間以内", "PT48H", "", "calendar"),
        ("7 个工作日内", "P7D", "", "business"),
        ("a 90-day window", "P90D", "", "calendar"),
        ("3 months", "P3M", "", "calendar"),
        ("< 24h", "PT24H", "", "calendar"),
        ("patched immediately", "PT0H", "", "calendar"),
    ],
)
def test_periods(text: str, within: str, earliest: str, basis: str) -> None:
    before = LANGUAGES.set(("de", "fr", "es", "ja", "zh"))
    (found,) = durations(text)
    LANGUAGES.reset(before)
    assert (found.within, found.earliest, found.basis) == (within, earliest, basis)


def test_lead_times_are_lower_bounds() -> None:
    (found,) = durations("at least 7 days before")
    assert not found.upper


@pytest.mark.parametrize(
    "text", ["version 2.1", "5 dependencies", "CVSS 9.0", "https://harbour.example.org/5 d", "at 10:30"]
)
def test_no_periods(text: str) -> None:
    assert list(durations(text)) == []


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("weekly", "P1W"),
        ("every 90 days", "P90D"),
        ("twice a year", "P6M"),
        ("nightly", "P1D"),
        ("once a quarter", "P3M"),
        ("wöchentlich", "P1W"),
        ("regularly", ""),
        ("every two weeks", "P2W"),
    ],
)
def test_rhythms(text: str, every: str) -> None:
    before = LANGUAGES.set(("de",))
    assert next(iter(rhythms(text))).every == every
    LANGUAGES.reset(before)


def test_event_driven_rhythms_have_a_trigger() -> None:
    assert [each.trigger for each in rhythms("on every pull request")] == ["pull request"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("High/critical issues", ("critical", "high")),
        ("SEV-1", ("critical",)),
        ("highly available", ()),
        ("low-level code", ()),
    ],
)
def test_severities(text: str, found: tuple[str, ...]) -> None:
    assert severities(text) == found


def test_moods() -> None:
    assert strength("We aim to answer") == "target"
    assert strength("We may answer") == "discretion"
    assert strength("You should receive an answer") == "promise"
    assert strength("Secrets may not be committed") == "promise"
    assert strength("No one may push to the pier") == "promise"
    assert strength("We may not be able to answer") == "discretion"
    assert strength("A fix may not be possible") == "discretion"
    assert negated("We do not answer within 5 days", 20)
    assert not negated("We answer no later than 5 days", 24)
    assert past("In 2020 we scanned")
    assert not past("Once it was confirmed, we will answer")
    assert advice("You should rotate keys")
    assert not advice("You should receive a reply")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.sampled_from((" ", " to 107 ")), st.sampled_from(("days", "hours", "h"))),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from((", ", "; ", " and ", " / ")),
)
def test_periods_never_overlap(periods: list[tuple[int, str, str]], joint: str) -> None:
    found = list(durations(joint.join(f"{number}{between}{unit}" for number, between, unit in periods)))
    assert found
    if joint in {", ", "; "}:
        assert len(found) == len(periods)
    assert all(one.end <= two.start for one, two in pairwise(found))
