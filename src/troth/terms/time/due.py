"""When is it due? A length of time after an instant, on calendar or business days.

Hours are elapsed time, over changes of the clock too. Days, weeks, months and years end at the same time of day in the
zone of the instant; a month after 31 January is the last day of February. Business days are Monday to Friday without
``holidays``; a start on another day counts from the next business day, at the same time of day (so five business days
after a Saturday are over on the Friday). Business hours are elapsed time in which other days do not count.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from typing import Literal

_DURATION = re.compile(
    r"P(?:(?P<year>\d{1,4})Y)?(?:(?P<month>\d{1,4})M)?(?:(?P<week>\d{1,4})W)?(?:(?P<day>\d{1,5})D)?"
    r"(?:T(?:(?P<hour>\d{1,6})H)?(?:(?P<minute>\d{1,6})M)?)?"
)
SATURDAY = 5
A_DAY = timedelta(days=1)
NO_HOLIDAYS: frozenset[date] = frozenset()


def due(
    start: datetime,
    within: str,
    basis: Literal["calendar", "business"] = "calendar",
    holidays: AbstractSet[date] = NO_HOLIDAYS,
) -> datetime | None:
    """The instant ``within`` (ISO 8601) after the aware instant ``start``.

    None where ``within`` is no duration, or ends after the year 9999.
    """
    match = _DURATION.fullmatch(within)
    if match is None or not any(match.groups()):
        return None
    parts = {unit: int(number) for unit, number in match.groupdict().items() if number}
    elapsed = timedelta(hours=parts.get("hour", 0), minutes=parts.get("minute", 0))
    try:
        moment = _months_later(start, parts.get("year", 0) * 12 + parts.get("month", 0))
        if basis == "calendar":
            return _elapsed(moment + timedelta(days=parts.get("week", 0) * 7 + parts.get("day", 0)), elapsed)
        moment = _business_days_later(moment, parts.get("week", 0) * 5 + parts.get("day", 0), holidays)
        return _business_hours_later(moment, elapsed, holidays)
    except (ValueError, OverflowError):
        return None


def _elapsed(moment: datetime, elapsed: timedelta) -> datetime:
    return (moment.astimezone(UTC) + elapsed).astimezone(moment.tzinfo) if elapsed else moment


def _months_later(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _business_days_later(moment: datetime, days: int, holidays: AbstractSet[date]) -> datetime:
    for _ in range(days):
        moment += A_DAY
        while _off(moment, holidays):
            moment += A_DAY
    return moment


def _business_hours_later(moment: datetime, elapsed: timedelta, holidays: AbstractSet[date]) -> datetime:
    while elapsed:
        while _off(moment, holidays):
            moment = (moment + A_DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        midnight = (moment + A_DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        today = min(elapsed, midnight.astimezone(UTC) - moment.astimezone(UTC))
        moment, elapsed = _elapsed(moment, today), elapsed - today
    return moment


def _off(moment: datetime, holidays: AbstractSet[date]) -> bool:
    return moment.weekday() >= SATURDAY or moment.date() in holidays
