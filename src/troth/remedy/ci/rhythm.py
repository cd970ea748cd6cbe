"""Schedules: the slowest cron that is fast enough for what was promised."""

from __future__ import annotations

from troth.terms.time.cron import largest_gap

HOUR = 1 / 24
_MINUTES = (7, 13, 17, 23, 37, 41, 43, 53)
"""Minutes at which schedules fire: away from the full hour, where hosts are busy and drop runs."""
_SLACK = 1e-6


def cron(every: float, seed: int) -> str:
    """Five fields of cron whose largest gap is at most ``every`` days; hourly where even that is too slow."""
    minute, hour, day = _MINUTES[seed % len(_MINUTES)], 2 + seed // 8 % 5, 1 + seed // 40 % 5
    choices = (
        f"{minute} {hour} {day + 1} 1 *",
        f"{minute} {hour} {day + 1} 1,7 *",
        f"{minute} {hour} {day + 1} 1,4,7,10 *",
        f"{minute} {hour} {day + 1} */2 *",
        f"{minute} {hour} {day + 1} * *",
        f"{minute} {hour} * * {day}",
        f"{minute} {hour} * * *",
        *(f"{minute} */{hours} * * *" for hours in (12, 8, 6, 4, 3, 2)),
    )
    fitting = (one for one in choices if (gap := largest_gap([one])) is not None and gap <= every + _SLACK)
    return next(fitting, f"{minute} * * * *")


def too_fast(every: float) -> bool:
    """Whether no schedule of a host is that fast."""
    return every < HOUR - _SLACK
