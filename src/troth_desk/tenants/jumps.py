"""Was the clock of this machine set while a worker ran? Told by a clock that nobody can set.

A breach that was put on record stays there, so a clock that somebody sets to next year must not break every promise
within a second. What is due by a clock that jumped ahead waits until it has stood by that for a while; a clock that is
right loses nothing by it, for *overdue* is computed at any instant and needs no worker.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import queries, scope

logger = logging.getLogger(__name__)

JUMP = timedelta(minutes=1)
"""From so much on it is no correction, which time services make by slewing or in small steps."""
SETTLES = timedelta(minutes=5)
"""For how long a clock that jumped ahead must stand by it before anything is done that it says is due."""


def steady() -> float:
    """Seconds that passed on this machine, asleep or not, whatever its clock is set to."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Watch:
    """Compares ``now``, which can be set, with ``passed``, which cannot, from one look to the next."""

    def __init__(self, now: Callable[[], datetime], passed: Callable[[], float] = steady) -> None:
        self._now = now
        self._passed = passed
        self._expected: tuple[datetime, float] | None = None
        self._believed_from = 0.0

    def look(self) -> timedelta | None:
        """By how much the clock was set since the last look, back is negative; None where it was not."""
        at, passed = self._now(), self._passed()
        before, self._expected = self._expected, (at, passed)
        if before is None:
            return None
        jump = at - before[0] - timedelta(seconds=passed - before[1])
        if abs(jump) < JUMP:
            return None
        self._believed_from = passed + (SETTLES.total_seconds() if jump > timedelta() else 0)
        return jump

    @property
    def settled(self) -> bool:
        """Whether what the clock says is due is to be done."""
        return self._passed() >= self._believed_from


def tell(jump: timedelta, at: datetime) -> None:
    """Put it on record with every organisation, where auditors meet instants out of order, and into the log."""
    seconds = round(jump.total_seconds())
    logger.warning(
        "the clock of this machine was set by %+d seconds; %s",
        seconds,
        f"work that is due waits for {SETTLES.total_seconds():.0f} seconds" if seconds > 0 else "work goes on",
    )
    for organisation in queries.organisations():
        with scope.inside(organisation), transaction.atomic():
            subject = f"organisation:{organisation.pk}"
            record(organisation.pk, "clock_of_machine.set", subject, {"seconds": seconds}, by=SYSTEM, at=at)
