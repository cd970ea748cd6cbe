"""What happens to clocks: armed, met, paused, resumed, tightened, stopped, swept.

Each clock of a subject is changed by an update that is guarded by its state, so that of two writers one wins. A breach
is on record before anything else happens to the clock, whether or not a sweep has come by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from troth.terms.time.due import Basis
from troth_desk.deadlines import breaches, queries
from troth_desk.deadlines.arming import (
    NoDurationError,
    arm,
    arm_own,
    clock_of,
    follow,
    has_length,
    next_round,
    owed_in_time,
    start,
    tell_followers,
    windows,
)
from troth_desk.deadlines.models import OPEN, Clock, ClockState, Pause
from troth_desk.deadlines.terms import thawed
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

__all__ = (
    "TELLING", "NoDurationError", "Swept", "arm", "arm_own", "follow", "has_length", "meet", "owed_in_time", "pause",
    "resume", "stop", "sweep", "take_back", "tighten", "windows",
)  # fmt: skip

TELLING = ("acknowledge", "assess", "update")
"""Actions of promises that consist in telling somebody."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: how many warnings, how many breaches."""

    warned: int
    breached: int


def meet(
    organisation: Organisation,
    subject: str,
    action: str,
    *,
    by: Actor,
    at: datetime,
    severity: str | None = None,
    untold: str = "",
) -> list[Clock]:
    """What was owed is done: the clocks that end with it. Cadences start their next round then, by the same promise.

    Done at the due instant is in time; later, the breach is put on record here where no sweep has. With ``severity``
    only the clocks that were armed for it are met. ``untold`` is why nobody to whom it was owed can know of it: then a
    clock that is not late is stopped for that reason, and shows neither that the promise was kept nor that it was not.
    """
    with transaction.atomic():
        take_turn(organisation.pk)
        _overdue_on_record(organisation, subject, at)
        met = []
        for clock in _of(organisation, subject, actions=(action,), severity=severity):
            if not (_stopped if untold and clock.breached_at is None else _met)(clock, untold, by=by, at=at):
                continue
            met.append(clock)
            if clock.cadence and clock.promise is not None:
                start(next_round(clock, at), by=by, at=at)
        tell_followers(met)
    return met


def _met(clock: Clock, _: str, *, by: Actor, at: datetime) -> bool:
    if not _ended(clock, state=ClockState.MET, met_at=at):
        return False
    detail: dict[str, Plain] = {"clock": clock.pk, "action": clock.action, "late": clock.breached_at is not None}
    record(clock.organisation_id, "clock.met", clock.subject, detail, by=by, at=at)
    return True


def _stopped(clock: Clock, reason: str, *, by: Actor, at: datetime) -> bool:
    if not _ended(clock, state=ClockState.STOPPED, stopped_at=at, stopped_reason=_reason(reason)):
        return False
    record(clock.organisation_id, "clock.stopped", clock.subject, {"clock": clock.pk}, by=by, at=at)
    return True


def take_back(
    organisation: Organisation, subject: str, reason: str, *, done_at: datetime, by: Actor, at: datetime
) -> list[Clock]:
    """What was done at ``done_at`` reached nobody: clocks that it met in time show nothing any more; which.

    They end at that instant as stopped, for ``reason``. A breach stays, and rounds that began since go on.
    """
    with transaction.atomic():
        take_turn(organisation.pk)
        taken = []
        met = Clock.objects.filter(organisation=organisation, subject=subject, state=ClockState.MET, met_at=done_at)
        for clock in met.filter(breached_at=None, action__in=TELLING).select_related("project").order_by("pk"):
            fields = {"state": ClockState.STOPPED, "met_at": None, "stopped_at": done_at}
            if _changed(clock, **fields, stopped_reason=_reason(reason)):
                record(organisation.pk, "clock.taken_back", subject, {"clock": clock.pk}, by=by, at=at)
                taken.append(clock)
        tell_followers(taken)
    return taken


def pause(organisation: Organisation, subject: str, reason: str, *, by: Actor, at: datetime) -> list[Clock]:
    """Let the running clocks of ``subject`` stand still, for a reason; those that stand still already are left alone.

    What is overdue stays overdue: its clock goes on. Raises ``ValueError`` without a reason.
    """
    reason = _reason(reason)
    with transaction.atomic():
        take_turn(organisation.pk)
        _overdue_on_record(organisation, subject, at)
        paused = []
        for clock in _of(organisation, subject, states=(ClockState.RUNNING,)):
            if clock.due_at < at or not _changed(clock, state=ClockState.PAUSED, paused_at=at):
                continue
            Pause.objects.create(organisation=organisation, clock=clock, reason=reason, since=at)
            record(organisation.pk, "clock.paused", subject, {"clock": clock.pk}, by=by, at=at)
            paused.append(clock)
        tell_followers(paused)
    return paused


def resume(organisation: Organisation, subject: str, *, by: Actor, at: datetime) -> list[Clock]:
    """Let the paused clocks of ``subject`` go on with exactly the time that was left; running ones are left alone."""
    with transaction.atomic():
        take_turn(organisation.pk)
        resumed = []
        for clock in _of(organisation, subject, states=(ClockState.PAUSED,)):
            if not _running_again(clock, at):
                continue
            detail: dict[str, Plain] = {"clock": clock.pk, "due_at": clock.due_at.isoformat()}
            record(organisation.pk, "clock.resumed", subject, detail, by=by, at=at)
            resumed.append(clock)
        tell_followers(resumed)
    return resumed


def _running_again(clock: Clock, at: datetime) -> bool:
    """End the pause of a clock; False where it had none, or another writer was faster."""
    if clock.state != ClockState.PAUSED or clock.paused_at is None:
        return False
    since = clock.paused_at
    until = max(since, at)
    due_at = thawed(clock.terms).resumed(clock.due_at, since, until, cast("Basis", clock.basis))
    warning = due_at - (clock.due_at - clock.warn_at)
    paused_for = clock.paused_for + (until - since)
    if not _changed(
        clock, state=ClockState.RUNNING, paused_at=None, paused_for=paused_for, due_at=due_at, warn_at=warning
    ):
        return False
    Pause.objects.filter(organisation_id=clock.organisation_id, clock=clock, until=None).update(until=until)
    return True


def tighten(
    organisation: Organisation, subject: str, severity: str, *, by: Actor, at: datetime, leave: Iterable[int] = ()
) -> list[Clock]:
    """The severity of ``subject`` is now ``severity``: the clocks that replace longer ones.

    A clock gives way to the promise of its own policy version for the same action and this severity, counted from
    ``at``, where that ends earlier; it never ends later, and what is overdue or stands still is left alone.
    ``leave`` are the promises (by number) that are armed for something else and replace nothing.
    """
    with transaction.atomic():
        take_turn(organisation.pk)
        _overdue_on_record(organisation, subject, at)
        armed = []
        for clock in _of(organisation, subject, states=(ClockState.RUNNING,)):
            stricter = _stricter(clock, severity, at, frozenset(leave)) if clock.breached_at is None else None
            if stricter is None or not _changed(
                clock, state=ClockState.STOPPED, stopped_at=at, stopped_reason=f"severity is {severity} now"
            ):
                continue
            new = start(stricter, by=by, at=at)
            detail: dict[str, Plain] = {
                "clock": clock.pk,
                "by": new.pk,
                "severity": severity,
                "due_at": new.due_at.isoformat(),
            }
            record(organisation.pk, "clock.tightened", subject, detail, by=by, at=at)
            if new not in armed:
                armed.append(new)
        tell_followers(armed)
    return armed


def _stricter(clock: Clock, severity: str, at: datetime, leave: frozenset[int]) -> Clock | None:
    if clock.promise is None or clock.cadence:
        return None
    found = [
        clock_of(promise, clock.project, clock.subject, started_at=at, severity=severity, cadence=False)
        for promise in owed_in_time(clock.promise.version, clock.action)
        if severity in promise.severities
        and promise.kind == "deadline"
        and promise.pk not in {clock.promise_id, *leave}
    ]
    earlier = [one for one in found if one.due_at < clock.due_at]
    return min(earlier, key=lambda one: one.due_at, default=None)


def stop(
    organisation: Organisation,
    subject: str,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    actions: Iterable[str] | None = None,
    severity: str | None = None,
) -> list[Clock]:
    """End the open clocks of ``subject`` (of ``actions``, of ``severity`` where given): nothing is owed, for a reason.

    What was overdue stays on record as broken. Raises ``ValueError`` without a reason.
    """
    reason = _reason(reason)
    with transaction.atomic():
        take_turn(organisation.pk)
        _overdue_on_record(organisation, subject, at)
        found = _of(organisation, subject, actions=actions, severity=severity)
        stopped = [clock for clock in found if _stopped(clock, reason, by=by, at=at)]
        tell_followers(stopped)
    return stopped


def sweep(organisation: Organisation, at: datetime) -> Swept:
    """Put every breach on record and warn of every clock whose time is running out, each once, whoever else sweeps.

    Each batch is a transaction of its own, so that nobody waits long for the organisation's ledger.
    """
    return Swept(
        breached=_all_of(breaches.record_breaches, organisation, at), warned=_all_of(breaches.warn, organisation, at)
    )


def _all_of(batch: Callable[[Organisation, datetime], int], organisation: Organisation, at: datetime) -> int:
    total = 0
    while True:
        with scope.inside(organisation):
            done = batch(organisation, at)
        if not done:
            return total
        total += done


def _overdue_on_record(organisation: Organisation, subject: str, at: datetime) -> None:
    while breaches.record_breaches(organisation, at, subject):
        pass


def _of(
    organisation: Organisation,
    subject: str,
    *,
    states: Iterable[str] = OPEN,
    actions: Iterable[str] | None = None,
    severity: str | None = None,
) -> list[Clock]:
    """The clocks of ``subject`` to be changed, in a fixed order."""
    found = queries.clocks_of(organisation, subject).filter(state__in=tuple(states))
    found = found.select_related("promise__version", "project__organisation")
    found = found if actions is None else found.filter(action__in=tuple(actions))
    return list(found if severity is None else found.filter(severity=severity))


def _changed(clock: Clock, **fields: Any) -> bool:
    """Change it where it still stands as it was read; False where another writer was faster."""
    unchanged = Clock.objects.filter(
        organisation_id=clock.organisation_id, pk=clock.pk, state=clock.state, due_at=clock.due_at
    )
    if not unchanged.update(**fields):
        clock.refresh_from_db()
        return False
    for name, value in fields.items():
        setattr(clock, name, value)
    return True


def _ended(clock: Clock, **fields: Any) -> bool:
    """End an open clock, its pause first, whatever else happened to it meanwhile; False where it has ended already."""
    at = fields.get("met_at") or fields["stopped_at"]
    while clock.state in OPEN:
        _running_again(clock, at)
        if clock.state == ClockState.RUNNING and _changed(clock, **fields):
            return True
    return False


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValueError("say why: a clock is paused or stopped for a reason")
    return reason[:300]
