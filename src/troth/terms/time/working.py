"""When does a team work? The weekdays it works on, and the days on which it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

A_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset(range(5))


class Working(msgspec.Struct, frozen=True, kw_only=True):
    """The days of work: ``days`` of the week (Monday = 0) without the ``holidays``.

    The zone in which a day begins and ends is that of the instant that is asked about.
    """

    days: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    def off(self, moment: datetime) -> bool:
        """Whether nobody works on the day of ``moment``."""
        return moment.weekday() not in self.days or moment.date() in self.holidays


WEEKDAYS = Working()
"""Monday to Friday, no holidays."""


def midnight_after(moment: datetime) -> datetime:
    """The first instant of the day after that of the aware ``moment``, in its zone.

    Where the clock jumps over midnight, that is the instant of the jump.
    """
    return (moment + A_DAY).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def elapsed(moment: datetime, length: timedelta) -> datetime:
    """The instant ``length`` later: time that really passed, over changes of the clock too."""
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)


def worked(start: datetime, end: datetime, working: Working) -> timedelta:
    """The time between two aware instants that lies on days of work, in the zone of ``start``; never negative.

    A day of work counts from midnight to midnight: no policy says from which hour to which its team works.
    """
    total, moment = timedelta(), start
    while moment.astimezone(UTC) < end.astimezone(UTC):
        until = min(midnight_after(moment).astimezone(UTC), end.astimezone(UTC))
        if not working.off(moment):
            total += until - moment.astimezone(UTC)
        moment = until.astimezone(start.tzinfo)
    return total


def after_work(moment: datetime, length: timedelta, working: Working) -> datetime:
    """The instant at which ``length`` of time on days of work has passed after the aware ``moment``.

    Raises ``OverflowError`` where that lies beyond the calendar.
    """
    while length:
        while working.off(moment):
            moment = elapsed(midnight_after(moment), timedelta())
        today = min(length, midnight_after(moment).astimezone(UTC) - moment.astimezone(UTC))
        moment, length = elapsed(moment, today), length - today
    return moment
