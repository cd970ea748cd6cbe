"""Work that comes round: apps register it in their ``jobs`` module, workers do it for each organisation.

The truth is in domain rows, so a round finds its work by looking; a task of the queue only makes one happen sooner
(``wake``). Two workers do not do the same round at once: it is claimed by a guarded update with a lease, and a worker
that dies loses nothing but the time of its lease. A clock that is set back strands nothing: what lies further ahead
than anybody can have written by the present clock counts as due.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from troth_desk import clock
from troth_desk.tenants import leases, queries, scope
from troth_desk.tenants.models import Organisation, Round

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""For how long a worker may be at one round before another one believes it dead."""
TASKS_KEPT = timedelta(days=1)
"""For how long a task of the queue is kept that is done, or that a worker died with."""

Work = Callable[[Organisation, datetime], object]


@dataclass(frozen=True, slots=True)
class Registered:
    """A round: ``scoped`` work is called inside the organisation's scope, in one transaction on PostgreSQL."""

    name: str
    period: timedelta
    work: Work
    scoped: bool


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a round ended whose worker could not write it down: the database was away."""

    organisation: Organisation
    name: str
    lease: datetime
    written: Mapping[str, object]


ROUNDS: dict[str, Registered] = {}
_unwritten: list[_Ended] = []


def every(period: timedelta, *, scoped: bool = True) -> Callable[[Work], Work]:
    """Register ``work(organisation, at)`` to be done every ``period`` for each organisation.

    Unscoped work enters ``scope.inside(organisation)`` itself, as often as it must commit in between: what sends
    mail commits its claim first. Work is called again after any crash, so it guards its own updates.
    """

    def register(work: Work) -> Work:
        name = f"{work.__module__.removeprefix('troth_desk.')}.{getattr(work, '__name__', '')}"
        ROUNDS[name] = Registered(name, period, work, scoped)
        return work

    return register


def discover() -> dict[str, Registered]:
    """Every round of the installed apps: their ``jobs`` modules are imported."""
    autodiscover_modules("jobs")
    return ROUNDS


def run_due(at: datetime) -> int:
    """Do every round that is due at ``at`` and that nobody else does; how many."""
    _write_down()
    return sum(
        _run(organisation, registered, at)
        for organisation in list(queries.organisations())
        for registered in _due(organisation, at)
    )


def wake(organisation: Organisation, name: str) -> None:
    """Have the round ``name`` ("notices.jobs.deliver") done by the next worker that is free; inside a scope.

    In the transaction of the action that made it needed: who undoes the one undoes the other. Where a task waits for
    it already, that one is enough. Losing the task loses nothing: the round comes in its time.
    """
    waiting = DBTaskResult.objects.ready().filter(task_path=run_now.module_path)
    if not waiting.filter(args_kwargs={"args": [organisation.pk, name], "kwargs": {}}).exists():
        run_now.enqueue(organisation.pk, name)


@task()
def run_now(organisation: int, name: str) -> None:
    """The task of the queue: make the round due, and do it unless another worker is at it."""
    at = clock.now()
    with scope.inside(organisation):
        found = Organisation.objects.get(pk=organisation)
        Round.objects.filter(organisation=found, name=name, due_at__gt=at).update(due_at=at)
    if name in discover():
        _run(found, ROUNDS[name], at)


def free() -> int:
    """Take back the claims of workers that died; how many. Called by whoever knows that no other worker is alive."""
    freed = 0
    for organisation in queries.organisations():
        with scope.inside(organisation):
            claimed = Round.objects.filter(organisation=organisation, claimed_until__isnull=False)
            freed += claimed.update(claimed_until=None)
    return freed


def forget_tasks(organisation: Organisation, at: datetime) -> int:
    """Take away tasks that ended, or that a worker died with, ``TASKS_KEPT`` ago; how many."""
    with scope.inside(organisation):
        old = DBTaskResult.objects.filter(task_path=run_now.module_path, enqueued_at__lt=at - TASKS_KEPT)
        return old.delete()[0]


def _due(organisation: Organisation, at: datetime) -> list[Registered]:
    with scope.inside(organisation):
        mine = Round.objects.filter(organisation=organisation)
        waiting = {
            name
            for name, due_at, claimed_until in mine.values_list("name", "due_at", "claimed_until")
            if name in ROUNDS
            and (leases.ahead(due_at, at, ROUNDS[name].period) or leases.ahead(claimed_until, at, LEASE))
        }
    return [one for one in ROUNDS.values() if one.name not in waiting]


def _run(organisation: Organisation, registered: Registered, at: datetime) -> bool:
    """Whether it was done here."""
    if not _claim(organisation, registered, at):
        return False
    failure, lease = "", at + LEASE
    try:
        if registered.scoped:
            with scope.inside(organisation):
                registered.work(organisation, at)
        else:
            registered.work(organisation, at)
    except Exception as error:  # whatever an app raises is told and must not end the worker
        logger.exception("the round %s of organisation %s failed", registered.name, organisation.pk)
        failure = type(error).__name__
    written = {"due_at": at + registered.period, "claimed_until": None, "ended_at": clock.now(), "failure": failure}
    _unwritten.append(_Ended(organisation, registered.name, lease, written))
    _write_down()
    return True


def _write_down() -> None:
    """Write down how rounds ended; what the database does not take now is written first of all once it is back."""
    while _unwritten:
        ended = _unwritten[0]
        with scope.inside(ended.organisation):
            # Where the lease has run out and another worker is at it, it is theirs to end.
            mine = Round.objects.filter(organisation=ended.organisation, name=ended.name, claimed_until=ended.lease)
            mine.update(**ended.written)
        _unwritten.pop(0)


def _claim(organisation: Organisation, registered: Registered, at: datetime) -> bool:
    with scope.inside(organisation), transaction.atomic():
        mine = Round.objects.filter(organisation=organisation, name=registered.name)
        Round.objects.get_or_create(organisation=organisation, name=registered.name, defaults={"due_at": at})
        due = leases.over("due_at", at, registered.period)
        return mine.filter(leases.free(at, LEASE), due).update(claimed_until=at + LEASE) == 1
