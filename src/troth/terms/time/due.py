"""When is it due? A length of time after an instant, on calendar or business days.

Hours are elapsed time, over changes of the clock too. Days, weeks, months and years end at the same time of day in the
zone of the instant; a month after 31 January is the last day of February. Where that time of day does not exist
because the clock was put forward, it is as much later as the clock was (02:30 becomes 03:30); where it comes twice, it
is the first (both as in RFC 5545, 3.3.5). Business days are those of ``Working``; a start on another day counts from
the next business day, at the same time of day (so five business days after a Saturday are over on the Friday). A
business week has as many days as the team works in a week. Business hours are elapsed time in which other days do not
count.

A pause leaves what was left: after it there is exactly as much time until the deadline as there was before, on business
days as much time on days of work.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta
from typing import Literal

from troth.terms.time.working import A_DAY, WEEKDAYS, Working, after_work, elapsed, worked

Basis = Literal["calendar", "business"]
_DURATION = re.compile(
    r"P(?:(?P<year>\d{1,4})Y)?(?:(?P<month>\d{1,4})M)?(?:(?P<week>\d{1,4})W)?(?:(?P<day>\d{1,5})D)?"
    r"(?:T(?:(?P<hour>\d{1,6})H)?(?:(?P<minute>\d{1,6})M)?)?"
)


def due(start: datetime, within: str, basis: Basis = "calendar", working: Working = WEEKDAYS) -> datetime | None:
    """The instant ``within`` (ISO 8601) after the aware instant ``start``, in the zone of ``start``.

    None where ``within`` is no duration, ends after the year 9999, or counts business days where nobody works on any.
    """
    match = _DURATION.fullmatch(within)
    if match is None or not any(match.groups()) or (basis == "business" and not working.days):
        return None
    parts = {unit: int(number) for unit, number in match.groupdict().items() if number}
    hours = timedelta(hours=parts.get("hour", 0), minutes=parts.get("minute", 0))
    weeks, days = parts.get("week", 0), parts.get("day", 0)
    try:
        moment = _months_later(start, parts.get("year", 0) * 12 + parts.get("month", 0))
        if basis == "calendar":
            return elapsed(_days_later(moment, weeks * 7 + days), hours)
        moment = _business_days_later(moment, weeks * len(working.days) + days, working)
        return after_work(moment, hours, working)
    except (ValueError, OverflowError):
        return None


def resumed(due_at: datetime, since: datetime, until: datetime, basis: Basis, working: Working = WEEKDAYS) -> datetime:
    """When it is due after a pause from ``since`` to ``until``, all aware, in the zone of ``due_at``.

    On calendar days exactly the pause later; on business days by the time of the pause that lay on days of work,
    counted on days of work. Raises ``OverflowError`` beyond the calendar.
    """
    if basis == "calendar":
        return elapsed(due_at, max(timedelta(), until.astimezone(UTC) - since.astimezone(UTC)))
    return after_work(due_at, worked(since.astimezone(due_at.tzinfo), until, working), working)


def _months_later(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return _existing(moment.replace(year=year, month=month + 1, day=min(moment.day, last), fold=0))


def _days_later(moment: datetime, days: int) -> datetime:
    return _existing((moment + timedelta(days=days)).replace(fold=0)) if days else moment


def _business_days_later(moment: datetime, days: int, working: Working) -> datetime:
    if not days:
        return moment
    for _ in range(days):
        moment += A_DAY
        while working.off(moment):
            moment += A_DAY
    return _existing(moment.replace(fold=0))


def _existing(moment: datetime) -> datetime:
    """A time of day that the clock jumped over, as much later as the jump was wide."""
    return elapsed(moment, timedelta())
