"""Work that comes round: apps register it in their ``jobs`` module, workers do it for each organisation.

The truth is in domain rows, so a round finds its work by looking; a task of the queue only makes one happen sooner
(``wake``). Two workers do not do the same round at once: it is claimed by a guarded update with a lease, and a worker
that dies loses nothing but the time of its lease.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import autodiscover_modules
from django_tasks import task

from troth_desk import clock
from troth_desk.tenants import queries, scope
from troth_desk.tenants.models import Organisation, Round

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""For how long a worker may be at one round before another one believes it dead."""

Work = Callable[[Organisation, datetime], object]


@dataclass(frozen=True, slots=True)
class Registered:
    """A round: ``scoped`` work is called inside the organisation's scope, in one transaction on PostgreSQL."""

    name: str
    period: timedelta
    work: Work
    scoped: bool


ROUNDS: dict[str, Registered] = {}


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
    return sum(
        _run(organisation, registered, at)
        for organisation in list(queries.organisations())
        for registered in _due(organisation, at)
    )


def wake(organisation: Organisation, work: Work) -> None:
    """Have ``work`` done by the next worker that is free, in the transaction of the action that made it needed."""
    name = next(one.name for one in discover().values() if one.work is work)
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


def _due(organisation: Organisation, at: datetime) -> list[Registered]:
    with scope.inside(organisation):
        waiting = set(
            Round.objects.filter(organisation=organisation)
            .filter(Q(due_at__gt=at) | Q(claimed_until__gt=at))
            .values_list("name", flat=True)
        )
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
    with scope.inside(organisation):
        # Where the lease has run out and another worker is at it, it is theirs to end.
        mine = Round.objects.filter(organisation=organisation, name=registered.name, claimed_until=lease)
        mine.update(due_at=at + registered.period, claimed_until=None, ended_at=clock.now(), failure=failure)
    return True


def _claim(organisation: Organisation, registered: Registered, at: datetime) -> bool:
    with scope.inside(organisation), transaction.atomic():
        mine = Round.objects.filter(organisation=organisation, name=registered.name)
        Round.objects.get_or_create(organisation=organisation, name=registered.name, defaults={"due_at": at})
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return mine.filter(free, due_at__lte=at).update(claimed_until=at + LEASE) == 1
