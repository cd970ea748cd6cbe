"""The same rules by walking: minute after minute on UTC, asking only what a clock on the wall shows.

Independent of ``troth.terms.time``: nothing is added to a date here, no calendar arithmetic, no shortcuts. It knows the
zone by ``astimezone`` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta, tzinfo

MINUTE = timedelta(minutes=1)


def hours_later(start: datetime, minutes: int) -> datetime:
    """So many minutes of a stop-watch later."""
    now = start.astimezone(UTC)
    for _ in range(minutes):
        now += MINUTE
    return now


def days_later(start: datetime, days: int, counts: Callable[[date], bool] = lambda _: True) -> datetime:
    """On the day that many days that count later, when the wall shows the time of day of ``start``.

    Where the wall shows it twice, the first time; where never, as long after the last minute before as it would be.
    """
    zone = start.tzinfo
    assert zone is not None
    if not days:
        return start.astimezone(UTC)
    now, day = start.astimezone(UTC), start.date()
    while days:
        now += MINUTE
        if wall(now, zone).date() > day:
            day = wall(now, zone).date()
            days -= counts(day)
    wanted = start.replace(tzinfo=None, fold=0).time()
    before = now - MINUTE  # of the day before, where the wall skips the first hour of the day
    while wall(now, zone).date() == day:
        if wall(now, zone).time() == wanted:
            return now
        if wall(now, zone).time() < wanted:
            before = now
        now += MINUTE
    missing = datetime.combine(day, wanted) - wall(before, zone)
    return before + missing


def working_minutes_later(start: datetime, minutes: int, counts: Callable[[date], bool]) -> datetime:
    """When a stop-watch that stands still on days that do not count shows so many minutes."""
    zone = start.tzinfo
    assert zone is not None
    now = start.astimezone(UTC)
    while minutes:
        minutes -= counts(wall(now, zone).date())
        now += MINUTE
    return now


def working_minutes_between(start: datetime, end: datetime, counts: Callable[[date], bool]) -> int:
    """What that stop-watch shows."""
    zone = start.tzinfo
    assert zone is not None
    now, shown = start.astimezone(UTC), 0
    while now < end.astimezone(UTC):
        shown += counts(wall(now, zone).date())
        now += MINUTE
    return shown


def wall(now: datetime, zone: tzinfo) -> datetime:
    return now.astimezone(zone).replace(tzinfo=None, fold=0)


def works(days: AbstractSet[int], holidays: AbstractSet[date]) -> Callable[[date], bool]:
    return lambda day: day.weekday() in days and day not in holidays
