from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.waivers import dates

UNTIL = [
    ("tracking #327; granted 2026-08-01; review-by 2026-10-30", date(2026, 10, 30)),
    ("until 30 October 2026", date(2026, 10, 30)),
    ("expires on October 30th, 2026", date(2026, 10, 30)),
    ("EXIT TICKET - re-evaluate by 2026-05-26 (one month)", date(2026, 5, 26)),
    ("Review by: 2026-06-01", date(2026, 6, 1)),
    ("revisit in Q1 2027", date(2027, 3, 31)),
    ("until the end of 2026", date(2026, 12, 31)),
    ("expires: end of February 2028", date(2028, 2, 29)),
    ("remove after 2026-07", date(2026, 7, 31)),
    ("exp:2026-01-02", date(2026, 1, 2)),
    ("valid through 2026/12/31", date(2026, 12, 31)),
    ("until 31.12.2027", date(2027, 12, 31)),
    ("until 2026-01-01, renewed until 2026-06-01", date(2026, 6, 1)),
]
NONE = [
    "reviewed 2026-01-01",
    "last review by 2026-01-01",
    "removed in 2026",
    "review in 2026",
    "fixed in 2024, see 2023-11",
    "until 2.3.0 is out",
    "until 2027.1 is out",
    "until the market 2027",
    "until 10/11/2026",
    "expires 2026-02-31",
    "due to a report of 2026-01-01 from upstream",
    "until 13-13-2026",
    "CVE-2026-1234",
    "",
]


@pytest.mark.parametrize(("text", "wanted"), UNTIL)
def test_ends(text: str, wanted: date) -> None:
    said = dates.until(text)
    assert said is not None
    assert said.day == wanted
    assert said.words in text


@pytest.mark.parametrize("text", NONE)
def test_what_tells_no_end(text: str) -> None:
    assert dates.until(text) is None


def test_when_it_was_granted() -> None:
    assert dates.granted("granted 2026-08-01; review-by 2026-10-30") == date(2026, 8, 1)
    assert dates.granted("Added: 2025-12-04 by the crew") == date(2025, 12, 4)
    assert dates.granted("review-by 2026-10-30") is None


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_way_to_write_a_day_is_that_day(day: date) -> None:
    for written in (day.isoformat(), f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%b %d %Y}", f"{day:%Y/%m/%d}"):
        said = dates.until(f"no fix yet; expires {written}.")
        assert said is not None, written
        assert said.day == day


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(["until ", "expires ", "by ", "2026", "-", "13", "Feb ", "q4 ", "31", " of "]), max_size=40
    ).map("".join)
)
@settings(max_examples=300, deadline=500)
def test_no_text_breaks_it(text: str) -> None:
    said = dates.until(text)
    assert said is None or isinstance(said.day, date)
    dates.granted(text)
