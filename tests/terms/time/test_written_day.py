"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from troth.terms.time.written_day import last_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("2026-02", date(2026, 2, 28)),
        ("January 2020", date(2020, 1, 31)),
        ("31 Dec 2026", date(2026, 12, 31)),
        ("Dec. 31st, 2026", date(2026, 12, 31)),
        ("the 3rd of May 2027", date(2027, 5, 3)),
        ("the end of Q3 2026", date(2026, 9, 30)),
        ("2027", date(2027, 12, 31)),
        ("2025-01-01, extended to 2026-01-01", date(2026, 1, 1)),
        ("10/11/2026", date(2026, 12, 31)),
        ("31.12.2027", date(2027, 12, 31)),
        ("hasta el 30 de junio de 2026", date(2026, 6, 30)),
        ("jusqu'au 1er août 2026", date(2026, 8, 1)),
        ("bis 31. März 2027", date(2027, 3, 31)),
        ("fino al 30 settembre 2026", date(2026, 9, 30)),
        ("até 15 de março de 2026", date(2026, 3, 15)),
        ("tot 1 mei 2026", date(2026, 5, 1)),
        ("febrero de 2028", date(2028, 2, 29)),
        ("market 2027, marine 2026, maybe 2025", date(2027, 12, 31)),
        ("on 1. 2. 2027, at noon", date(2027, 2, 1)),
        ("12.31.2027", None),
        ("4. March 2026", date(2026, 3, 4)),
        ("March, 2026", date(2026, 3, 31)),
        ("_2026-03-01_", date(2026, 3, 1)),
        ("1 janvier 2027", date(2027, 1, 1)),
        ("30 septembre 2026", date(2026, 9, 30)),
        ("15 Juni 2027", date(2027, 6, 15)),
        ("the remark 2027", date(2027, 12, 31)),
        ("the market 2027", date(2027, 12, 31)),
        ("release 2027.1", None),
        ("release 4.2027", None),
        ("30 February 2026", None),
        ("2026-13", None),
        ("the release after next", None),
        ("", None),
    ],
)
def test_the_last_day_that_is_named(text: str, day: date | None) -> None:
    assert last_day(text) == day
