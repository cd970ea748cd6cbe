"""Strict ends, and the later ones by Regulation 1182/71: vectors that were computed by hand."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from troth.standards import statutes
from troth.standards.statutes import CRA_ARTICLE_14, PROFILES, Obligation

BERLIN = ZoneInfo("Europe/Berlin")


def obligation(key: str) -> Obligation:
    found = CRA_ARTICLE_14.obligation(key)
    assert found is not None
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("key", "since", "strict"),
    [
        ("cra-early-warning", "2026-03-28T12:00", "2026-03-29T13:00:00+02:00"),
        ("cra-early-warning", "2026-11-20T10:15:30", "2026-11-21T10:15:30+01:00"),
        ("cra-notification", "2026-11-20T10:15:30", "2026-11-23T10:15:30+01:00"),
        ("cra-final-report", "2026-12-12T10:15", "2026-12-26T10:15:00+01:00"),
        ("cra-incident-final-report", "2027-01-31T16:00", "2027-02-28T16:00:00+01:00"),
        ("cra-incident-final-report", "2028-01-31T09:00", "2028-02-29T09:00:00+01:00"),
        ("cra-incident-final-report", "2026-12-15T09:00", "2027-01-15T09:00:00+01:00"),
    ],
)
def test_strict_ends(key: str, since: str, strict: str) -> None:
    assert statutes.strict(obligation(key), at(since)).isoformat() == strict


def test_the_outer_end_is_the_last_hour_of_a_working_day() -> None:
    final = obligation("cra-final-report")
    assert statutes.outer(final, at("2026-12-12T10:15")) == at("2026-12-29T00:00"), "Monday the 28th, 24:00"
    assert statutes.outer(final, at("2026-12-12T10:15"), {date(2026, 12, 28)}) == at("2026-12-30T00:00")
    assert statutes.outer(obligation("cra-incident-final-report"), at("2027-01-31T16:00")) == at("2027-03-02T00:00")


@pytest.mark.parametrize("key", ["cra-early-warning", "cra-notification", "cra-incident-early-warning"])
def test_hours_have_no_outer_end(key: str) -> None:
    assert statutes.outer(obligation(key), at("2026-12-12T10:15")) is None


def test_no_strict_end_is_later_than_the_outer_one() -> None:
    for one in CRA_ARTICLE_14.obligations:
        for day in range(1, 29):
            since = at(f"2026-12-{day:02d}T10:15")
            outer = statutes.outer(one, since)
            assert outer is None or statutes.strict(one, since) < outer


def test_every_profile_is_dated_sends_nothing_and_says_to_check() -> None:
    for profile in PROFILES:
        assert date.fromisoformat(profile.read) >= date(2026, 11, 26)
        assert profile.source.startswith("https://")
        assert profile.note.startswith("Check the official text")
        keys = [one.key for one in profile.obligations]
        assert len(set(keys)) == len(keys)
        events = {"aware", *dict(profile.events), *(one.sends for one in profile.obligations if one.sends)}
        assert {one.since for one in profile.obligations} <= events
        assert {one.sort for one in profile.obligations} == set(dict(profile.sorts))
