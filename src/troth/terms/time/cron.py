"""Cron expressions: how long is the longest wait between two firings?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cronsim import CronSim, CronSimError

START = datetime(2028, 1, 1, tzinfo=UTC)
"""A leap year and the month after it, so that "29 February" and the turn of the year are seen."""
DAYS = 366 + 62
MOST_CRONS = 50


def is_cron(expression: str) -> bool:
    """Whether ``expression`` has five fields that cron understands."""
    return _parsed(expression) is not None


def largest_gap(expressions: Iterable[str]) -> float | None:
    """The longest time between two firings of any of ``expressions`` over a leap year, in days.

    Five-field cron, UTC. None where no expression can be read; ``inf`` where they fire less than twice.
    """
    return _largest_gap(tuple(sorted(set(expressions)))[:MOST_CRONS])


@lru_cache(maxsize=512)
def _largest_gap(expressions: tuple[str, ...]) -> float | None:
    parsed = [(cron, _times(cron)) for cron in map(_parsed, expressions) if cron is not None]
    if not parsed:
        return None
    days = [(_days(cron), times) for (_, cron), times in parsed]
    last: int | None = None
    largest, firings = 0, 0
    for number in range(DAYS):
        moments = sorted({moment for on, times in days if number in on for moment in times})
        for moment in moments:
            now = number * 1440 + moment
            largest = max(largest, now - last) if last is not None else largest
            last, firings = now, firings + 1
    return largest / 1440 if firings > 1 else float("inf")


def _parsed(expression: str) -> tuple[str, CronSim] | None:
    fields = expression.split()
    if len(fields) != 5:
        return None
    try:
        return expression, CronSim(expression, START)
    except (CronSimError, ValueError):
        return None


def _times(cron: tuple[str, CronSim]) -> tuple[int, ...]:
    """Minutes of a day at which it fires."""
    moments = sorted(hour * 60 + minute for hour in cron[1].hours for minute in cron[1].minutes)
    return tuple(moments)


def _days(cron: CronSim) -> frozenset[int]:
    """Days of the span on which the expression fires, counted from its start."""
    dates = ((number, (START + timedelta(days=number)).date()) for number in range(DAYS))
    return frozenset(number for number, date in dates if date.month in cron.months and cron.match_day(date))
