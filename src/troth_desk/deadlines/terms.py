"""The terms of a clock: when it is due, when it warns, and what is frozen so that later edits never move it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from troth.terms.time.due import Basis, due, resumed
from troth.terms.time.working import A_DAY, MONDAY_TO_FRIDAY, Working

REACH = timedelta(days=366)
"""How far behind the deadline holidays are frozen: a pause may move it there. Beyond it only weekdays count."""
AT_ONCE = A_DAY
"""What "immediately" is given: no one can do anything in no time (as in the check of fixes, ``patched-in-time``)."""
LONGEST_WARNING = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Zone and days of work by which a clock is reckoned."""

    zone: ZoneInfo
    working: Working

    def due(self, start: datetime, within: str, basis: Basis) -> datetime | None:
        """The instant ``within`` after ``start``, in UTC; a day after it for what is promised "at once".

        None where ``within`` is no duration.
        """
        found = due(start.astimezone(self.zone), within, basis, self.working)
        if found is None:
            return None
        found = found.astimezone(UTC)
        return found if found > start else start + AT_ONCE

    def resumed(self, due_at: datetime, since: datetime, until: datetime, basis: Basis) -> datetime:
        """When it is due after a pause, in UTC."""
        return resumed(due_at.astimezone(self.zone), since, until, basis, self.working).astimezone(UTC)

    def frozen(self, start: datetime, due_at: datetime, basis: Basis) -> dict[str, Any]:
        """What a clock keeps: the zone, and on business days the week and the holidays that can matter to it."""
        kept: dict[str, Any] = {"zone": self.zone.key}
        if basis == "business":
            first = start.astimezone(self.zone).date()
            last = (due_at + REACH).astimezone(self.zone).date()
            matter = sorted(
                day for day in self.working.holidays if first <= day <= last and day.weekday() in self.working.days
            )
            kept |= {"working_days": sorted(self.working.days), "holidays": [day.isoformat() for day in matter]}
        return kept


def thawed(frozen: dict[str, Any]) -> Terms:
    """The terms that a clock kept."""
    days = frozen.get("working_days")
    return Terms(
        zone=ZoneInfo(frozen.get("zone", "UTC")),
        working=Working(
            days=MONDAY_TO_FRIDAY if days is None else frozenset(days),
            holidays=frozenset(map(date.fromisoformat, frozen.get("holidays", ()))),
        ),
    )


def warn_at(start: datetime, due_at: datetime) -> datetime:
    """When people are warned: once a quarter of the time is left, at most a week before it is due."""
    return due_at - min((due_at - start) / 4, LONGEST_WARNING)
