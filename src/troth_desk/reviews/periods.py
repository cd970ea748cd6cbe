"""The periods of a rhythm: months, quarters and years by the calendar, other lengths one after the other. Pure.

"Monthly" means each month of the calendar, "quarterly" each quarter that begins in January, April, July or October,
"weekly" each week from its Monday (ISO 8601-1, 5.2.3). What divides no year evenly ("every 90 days") goes on from when
it was last done. A period ends with its last day in the zone of the team.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from troth.terms.time.period import after

_SIMPLE = re.compile(r"P(\d{1,4})([DWMY])")
SHORTEST = timedelta(days=1)
LAST_SECOND = timedelta(seconds=1)
"""A period ends a second before the next one begins: what is due on the 30th is not shown as due on the 1st."""
_HALVES = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Period:
    """From ``starts_at`` to ``due_at``, both in UTC."""

    starts_at: datetime
    due_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.due_at - self.starts_at


def keeps(every: str) -> bool:
    """Whether ``every`` is a rhythm that can be kept here: a day or more, in whole days, weeks, months or years."""
    day = date(2000, 1, 1)
    ends = after(day, every)
    return ends is not None and ends > day


def by_calendar(every: str) -> bool:
    """Whether the periods of ``every`` are those of the calendar, and do not depend on when it was last done."""
    return _months(every) > 0 or _days(every) in (1, 7)


def at_instant(every: str, at: datetime, zone: str) -> Period:
    """The period in which ``at`` lies; for a length that is none of the calendar, the one that begins then.

    Raises ``ValueError`` where ``every`` is no rhythm that can be kept.
    """
    here = ZoneInfo(zone)
    day = at.astimezone(here).date()
    months, days = _months(every), _days(every)
    if months:
        first = (day.year * 12 + day.month - 1) // months * months
        return _between(_month(first), _month(first + months), here)
    if days == 1:
        return _between(day, day + timedelta(days=1), here)
    if days == 7:
        monday = day - timedelta(days=day.weekday())
        return _between(monday, monday + timedelta(days=7), here)
    return _rolling(every, at, here)


def following(every: str, before: Period, zone: str, done_at: datetime | None = None) -> Period:
    """The period after ``before``. ``done_at``: when it was done, from which a length of its own goes on."""
    if by_calendar(every):
        return at_instant(every, before.due_at + LAST_SECOND, zone)
    begin = before.due_at + LAST_SECOND if done_at is None else max(done_at, before.starts_at)
    return _rolling(every, begin, ZoneInfo(zone))


def first(every: str, at: datetime, zone: str) -> Period:
    """Where an obligation begins that is taken on at ``at``: the period that runs, or the next one where less than
    half of it is left."""
    running = at_instant(every, at, zone)
    return running if running.due_at - at >= running.length / 2 else following(every, running, zone)


def label(every: str, starts_at: datetime, due_at: datetime, zone: str) -> str:
    """A period in words: "November 2026", "Q4 2026", "2026", "week of 23 Nov 2026", "3 Nov – 1 Feb 2027"."""
    here = ZoneInfo(zone)
    start, end = starts_at.astimezone(here).date(), due_at.astimezone(here).date()
    months = _months(every)
    if months == 1:
        return f"{start:%B %Y}"
    if months == 3:
        return f"Q{(start.month + 2) // 3} {start.year}"
    if months == 12:
        return str(start.year)
    if months in (4, 6):
        return f"{_HALVES[(start.month - 1) // months]} {'half' if months == 6 else 'third'} of {start.year}"
    if _days(every) == 7:
        return f"week of {start.day} {start:%b %Y}"
    if start == end:
        return f"{start.day} {start:%b %Y}"
    return f"{start.day} {start:%b}{f' {start.year}' * (start.year != end.year)} – {end.day} {end:%b %Y}"


def _rolling(every: str, begin: datetime, here: ZoneInfo) -> Period:
    start = begin.astimezone(here).date()
    ends = after(start, every)
    if ends is None or ends <= start:
        raise ValueError(f"{every!r} is no rhythm that can be kept: say days, weeks, months or years")
    return Period(begin.astimezone(UTC), _midnight(ends + timedelta(days=1), here) - LAST_SECOND)


def _between(start: date, end: date, here: ZoneInfo) -> Period:
    return Period(_midnight(start, here), _midnight(end, here) - LAST_SECOND)


def _midnight(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), here).astimezone(UTC)


def _months(every: str) -> int:
    """Its months where they divide a year evenly, else 0."""
    found = _SIMPLE.fullmatch(every)
    if found is None or found[2] not in "MY":
        return 0
    count = int(found[1]) * (12 if found[2] == "Y" else 1)
    return count if 0 < count <= 12 and 12 % count == 0 else 0


def _days(every: str) -> int:
    found = _SIMPLE.fullmatch(every)
    if found is None or found[2] not in "DW":
        return 0
    return int(found[1]) * (7 if found[2] == "W" else 1)


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
