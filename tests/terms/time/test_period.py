from __future__ import annotations

from datetime import date

import pytest

from troth.terms.time.period import after, by_calendar, longest


@pytest.mark.parametrize(
    ("day", "period", "wanted"),
    [
        ("2026-11-26", "P6M", "2027-05-26"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2028-02-29", "P1Y", "2029-02-28"),
        ("2026-11-26", "P1Y2M3W4D", "2028-02-20"),
        ("2026-11-26", "PT48H", None),
        ("2026-11-26", "P0D", None),
        ("2026-11-26", "P", None),
        ("2026-11-26", "P9000Y", None),
        ("9999-12-31", "P1D", None),
        ("2026-11-26", "P999999999D", None),
        ("2026-11-26", "soon", None),
    ],
)
def test_a_period_later(day: str, period: str, wanted: str | None) -> None:
    assert after(date.fromisoformat(day), period) == (date.fromisoformat(wanted) if wanted else None)


@pytest.mark.parametrize(
    ("period", "days", "wanted"),
    [
        ("P10D", 14, "P2W"),
        ("P5D", 7, "P1W"),
        ("P3D", 5, "P5D"),
        ("P1D", 3, "P3D"),
        ("P1M", 31, "P1M"),
        ("P2W", 14, "P2W"),
    ],
)
def test_business_days_by_the_calendar(period: str, days: float, wanted: str) -> None:
    assert (longest(period, "business"), by_calendar(period, "business")) == (days, wanted)
    assert by_calendar(period) == period
