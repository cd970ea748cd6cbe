"""The desk's numbers on the page of promises: counted for each page where that is quick, else kept and counted again.

Every clock of the window goes into them, so that what they take grows with the desk. Up to ``LIVE`` clocks a page
counts them itself. Beyond, it shows what was counted last, says when that was, and the worker counts again, as often as
costs little: of numbers of many reports one more makes no other picture. Signed facts get no kept ones.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from troth.terms.seen.desk import DeskRecord
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.models import Clock
from troth_desk.deadlines.numbers import Numbers
from troth_desk.policies.models import PolicyVersion
from troth_desk.proofs import facts
from troth_desk.tenants.models import Project

WINDOW = timedelta(days=365)
"""For how long the desk's numbers reach back, unless another window is asked for; standings always by this one."""
LIVE = 500
"""Clocks of a project that are counted within a page."""
FRESH = timedelta(minutes=1)
"""Kept numbers that are younger are not counted again."""
SPARE = 20
"""Counting takes no more than one part in so many of a worker's time: after 6 seconds it rests two minutes."""
KEPT = timedelta(days=7)
"""For how long numbers that nobody asks for are kept."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted at ``at``, and how many seconds of work that was."""

    at: datetime
    numbers: Mapping[str, Numbers]
    records: tuple[DeskRecord, ...]
    took: float = 0.0

    @property
    def fresh_for(self) -> timedelta:
        """For how long it need not be counted again."""
        return max(FRESH, timedelta(seconds=self.took * SPARE))


def counted(project: Project, version: PolicyVersion, at: datetime, window: timedelta) -> Counted:
    """The numbers of ``window`` until ``at``, and the records that the controls judge by; kept ones of a large desk."""
    if not large(project):
        return fresh(project, at, window)
    found: Counted | None = cache.get(_key(project, version, window))
    if found is None:
        return count(project, version, at, window)
    if at - found.at > found.fresh_for:
        cache.set(_asked(project), window.days, KEPT.total_seconds())
    return found


def large(project: Project) -> bool:
    """Whether ``project`` has more clocks than a page counts."""
    mine = Clock.objects.filter(organisation_id=project.organisation_id, project=project).order_by()
    return mine[: LIVE + 1].count() > LIVE


def fresh(project: Project, at: datetime, window: timedelta) -> Counted:
    """Counted now."""
    start = time.process_time()
    year = deadlines.counted(project, at, WINDOW)
    records = facts.records(project, at, WINDOW, year)
    numbers = year[0] if window == WINDOW else deadlines.numbers(project, at, window)
    return Counted(at, numbers, records, time.process_time() - start)


def count(project: Project, version: PolicyVersion, at: datetime, window: timedelta) -> Counted:
    """Count now, and keep it for the next ones who ask."""
    found = fresh(project, at, window)
    cache.set(_key(project, version, window), found, KEPT.total_seconds())
    return found


def count_again(project: Project, version: PolicyVersion, at: datetime) -> bool:
    """Count what somebody asked for since it was kept; False where nobody did."""
    days: int | None = cache.get(_asked(project))
    if days is None:
        return False
    count(project, version, at, timedelta(days=days))
    cache.delete(_asked(project))
    return True


def _key(project: Project, version: PolicyVersion, window: timedelta) -> str:
    """A new version of the policy has other promises: what was counted for an earlier one says nothing of them."""
    return f"promises.counted.{project.organisation_id}.{project.pk}.{version.number}.{window.days}"


def _asked(project: Project) -> str:
    return f"promises.asked.{project.organisation_id}.{project.pk}"
