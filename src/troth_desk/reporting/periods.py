"""Periods of reports: quarters of the calendar, and any other days, as instants in the zone of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=1096)
"""A report tells of three years at most."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``begins`` to ``ends``, both in it, as they are in ``zone``."""

    begins: date
    ends: date
    zone: str

    @property
    def since(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.begins, time(), ZoneInfo(self.zone))

    @property
    def until(self) -> datetime:
        """The first instant that is not in it any more."""
        return datetime.combine(self.ends + A_DAY, time(), ZoneInfo(self.zone))

    @property
    def window(self) -> timedelta:
        """How long it lasts, elapsed."""
        utc = ZoneInfo("UTC")
        return self.until.astimezone(utc) - self.since.astimezone(utc)

    def months(self) -> list[str]:
        """The months that it touches, "2026-11"."""
        first = self.begins.year * 12 + self.begins.month - 1
        last = self.ends.year * 12 + self.ends.month - 1
        return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter that ``day`` is in."""
    first = day.month - (day.month - 1) % 3
    begins = day.replace(month=first, day=1)
    following = date(begins.year + 1, 1, 1) if first == 10 else date(begins.year, first + 3, 1)
    return begins, following - A_DAY


def last_quarter(today: date) -> tuple[date, date]:
    """The quarter that ended last."""
    return quarter(quarter(today)[0] - A_DAY)


def name(begins: date, ends: date) -> str:
    """ "2026 Q3", a year, a month, or both days."""
    if quarter(begins) == (begins, ends):
        return f"{begins.year} Q{(begins.month + 2) // 3}"
    if (begins, ends) == (date(begins.year, 1, 1), date(begins.year, 12, 31)):
        return str(begins.year)
    if begins.day == 1 and (ends + A_DAY).day == 1 and (begins.year, begins.month) == (ends.year, ends.month):
        return f"{begins:%B %Y}"
    return f"{begins.day} {begins:%b %Y} to {ends.day} {ends:%b %Y}"
