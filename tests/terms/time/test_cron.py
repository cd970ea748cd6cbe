"""The longest wait between two firings."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.terms.time.cron import is_cron, largest_gap


@pytest.mark.parametrize(
    ("crons", "days"),
    [
        (["0 3 * * *"], 1.0),
        (["0 0 * * 1"], 7.0),
        (["0 0 * * 1", "0 0 * * 4"], 4.0),
        (["0 0 1 * *"], 31.0),
        (["0 0 1 */3 *"], 92.0),
        (["0 6 * * MON-FRI"], 3.0),
        (["0 0,12 * * *"], 0.5),
        (["nonsense", "0 3 * * *"], 1.0),
    ],
)
def test_the_largest_gap_over_a_leap_year(crons: list[str], days: float) -> None:
    assert largest_gap(crons) == pytest.approx(days)


def test_what_never_fires_twice_and_what_is_no_cron() -> None:
    assert largest_gap(["0 0 29 2 *"]) == math.inf
    assert largest_gap(["@daily"]) is None
    assert not is_cron("0 0 31 2 *")
    assert not is_cron("* * * *")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="0123456789*/,- MONDAYL#", max_size=24))
def test_no_text_raises(text: str) -> None:
    gap = largest_gap([text])
    assert gap is None or gap > 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 59), st.integers(0, 23), st.integers(0, 6), st.integers(0, 6))
def test_one_cron_more_never_lengthens_the_wait(minute: int, hour: int, one: int, other: int) -> None:
    first, second = f"{minute} {hour} * * {one}", f"{minute} {hour} * * {other}"
    alone, both = largest_gap([first]), largest_gap([first, second])
    assert alone is not None
    assert both is not None
    assert both <= alone
