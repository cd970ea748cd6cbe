from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.documents.dates import date_in, reviews

PATIENCE = 5.0
"""Seconds of a processor for what takes a hundredth where nothing is tried twice, and hours where it is."""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Last reviewed:** 2026-03-04", [("last", date(2026, 3, 4), 1)]),
        ("Reviewed on 4 March 2026 by the pilots", [("last", date(2026, 3, 4), 1)]),
        ("Last security review: March 4th, 2026", [("last", date(2026, 3, 4), 1)]),
        ("last_reviewed: 2026/3/4", [("last", date(2026, 3, 4), 1)]),
        ("Next review: 2026-09", [("next", date(2026, 9, 30), 1)]),
        ("Next scheduled review due: September 2026", [("next", date(2026, 9, 30), 1)]),
        ("Next review date | Feb 2028", [("next", date(2028, 2, 29), 1)]),
        ("Last reviewed: 2026.3.4", [("last", date(2026, 3, 4), 1)]),
        ("Last reviewed: 4.3.2026", [("last", date(2026, 3, 4), 1)]),
        ("Last reviewed: _2026-03-04_", [("last", date(2026, 3, 4), 1)]),
        ("Last reviewed in release 7, March, 2026", [("last", date(2026, 3, 31), 1)]),
        ("Last reviewed: 31 February 2026", [("last", date(2026, 2, 28), 1)]),
        ("Next review: Q3 2026", [("next", date(2026, 9, 30), 1)]),
        ("Last reviewed for the market 2027", []),
        ("Last reviewed in 2026", []),
        ("The library ferry was last reviewed: 2026-03-04", []),
        ("Access control policy, last reviewed 2026-03-04", [("last", date(2026, 3, 4), 1)]),
        ("Code of conduct and mooring policy last reviewed: 2026-03-04", [("last", date(2026, 3, 4), 1)]),
        ("This policy on access is next reviewed on 2026-03-04", [("next", date(2026, 3, 4), 1)]),
        ("The plan for suppliers and tools was last reviewed: 2026-03-04", [("last", date(2026, 3, 4), 1)]),
        ("Key management plan (last reviewed 2026-03-04)", [("last", date(2026, 3, 4), 1)]),
        ("Access to the quay was last reviewed 2026-03-04", []),
        ("Keys listed on this page were last reviewed 2026-03-04", []),
        ("Under this policy accounts were last reviewed 2026-03-04", []),
        ("Under the policy for ferries the tools were last reviewed 2026-03-04", []),
        ("This policy requires that access is next reviewed on 2026-03-04", []),
        ("Status: approved. Last reviewed: 2026-03-04", [("last", date(2026, 3, 4), 1)]),
        ("Last updated: 2026-03-04", []),
        ("Reviewed regularly", []),
        ("Last reviewed: 2026-13-45", []),
    ],
)
def test_review_dates(line: str, expected: list[object]) -> None:
    assert list(reviews([line])) == expected


def test_dates_in_an_example_are_none() -> None:
    assert [
        line for _, _, line in reviews(["```", "Last reviewed: 2026-03-04", "```", "Last reviewed: 2026-03-05"])
    ] == [4]


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31)))
def test_every_way_to_write_a_day_gives_that_day(day: date) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%d.%m.%Y", "%Y.%m.%d"):
        assert date_in(f"on {day.strftime(form)}.") == day


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789-/. MarchMay,", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    assert date_in(text) is None or isinstance(date_in(text), date)


@pytest.mark.parametrize("words", ["tools-", "access tools-", "the policy on a b ", "code of access "])
def test_words_in_front_of_a_label_take_time_in_proportion(words: str) -> None:
    line = f"{(words * 400)[:1900]} last reviewed 2026-03-04"
    began = time.process_time()
    reviews([line] * 20)
    assert time.process_time() - began < PATIENCE
