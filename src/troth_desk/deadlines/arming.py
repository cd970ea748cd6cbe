"""How clocks begin: by a promise, or by the desk's own word where no policy says anything.

What is kept beside clocks in apps above this one follows them (``follow``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from django.db import IntegrityError, transaction

from troth.terms.time.due import Basis, due
from troth_desk.deadlines import queries
from troth_desk.deadlines.models import OPEN, Clock
from troth_desk.deadlines.terms import warn_at
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.policies.windows import PUBLICATION, asks_for_silence
from troth_desk.tenants.models import Project

BINDING = ("promise", "target")
"""Strengths that arm a clock: what is at somebody's discretion or refused is not owed."""


LATEST = datetime(2400, 1, 1, tzinfo=UTC)
"""A start behind that of every clock: a length that can be counted from here has an end from each of them."""


_followers: list[Callable[[int, str], None]] = []


def follow(follower: Callable[[int, str], None]) -> None:
    """Have ``follower(organisation_id, subject)`` called in each transaction that arms, meets, moves or ends a clock.

    For what is kept beside clocks in apps above this one; to follow twice is to follow once.
    """
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(changed: Iterable[Clock]) -> None:
    """Tell all that follow of what happened to clocks, each subject once."""
    for organisation_id, subject in {(clock.organisation_id, clock.subject) for clock in changed}:
        for follower in _followers:
            follower(organisation_id, subject)


class NoDurationError(ValueError):
    """A promise that says no length of time has no clock."""


def arm(  # noqa: PLR0913 - the terms of a clock, all by name
    promise: Promise,
    project: Project,
    subject: str,
    *,
    started_at: datetime,
    by: Actor,
    at: datetime,
    severity: str = "",
    cadence: bool = False,
    action: str = "",
    due_at: datetime | None = None,
    number: int = 1,
) -> Clock:
    """Start the clock of ``promise`` for ``subject``, counted from ``started_at``.

    ``action`` is what meets it where that is something else than the promise's own action. ``due_at`` is when it is
    due where a calendar says so (the end of a quarter), ``number`` its round where the caller counts them.
    Its terms are those of this moment and stay so. Where one is open for the same promise and subject, that one is
    returned. Raises ``NoDurationError`` where the promise says no length of time, ``ValueError`` where promise and
    project belong to two organisations.
    """
    if promise.organisation_id != project.organisation_id:
        raise ValueError("a clock is armed for a promise of the same organisation")
    with transaction.atomic():
        running = open_clock(promise, subject)
        if running is not None:
            return running
        clock = clock_of(
            promise,
            project,
            subject,
            started_at=started_at,
            severity=severity,
            cadence=cadence,
            number=number,
            due_at=due_at,
        )
        clock.action = action or clock.action
        armed = start(clock, by=by, at=at)
        tell_followers([armed])
    return armed


def arm_own(  # noqa: PLR0913 - the terms of a clock, all by name
    project: Project,
    subject: str,
    *,
    action: str,
    sentence: str,
    due_at: datetime,
    started_at: datetime,
    by: Actor,
    at: datetime,
    severity: str = "",
) -> Clock:
    """Start a clock that no policy asks for: a step of a playbook, the review after an incident.

    ``sentence`` says what is to be done by ``due_at``, in words of the desk or of the team. It counts for no promise.
    Raises ``ValueError`` where it would be due before it starts.
    """
    if due_at <= started_at:
        raise ValueError("what is to be done has to be due after it begins")
    terms = queries.terms(project.organisation)
    clock = Clock(
        organisation_id=project.organisation_id,
        project=project,
        subject=subject,
        action=action,
        commitment="",
        document="",
        version=0,
        line=0,
        sentence=sentence,
        within="",
        basis="calendar",
        strength="promise",
        terms=terms.frozen(started_at, due_at, "calendar"),
        severity=severity,
        started_at=started_at,
        due_at=due_at,
        warn_at=warn_at(started_at, due_at),
    )
    with transaction.atomic():
        armed = start(clock, by=by, at=at)
        tell_followers([armed])
    return armed


def owed_in_time(version: PolicyVersion, action: str) -> list[Promise]:
    """The promises of ``version`` to do ``action`` in time, of any severity, that can arm a clock.

    A wish for silence ("we request a 90-day disclosure window") is none of them: see ``windows``.
    """
    return [promise for promise in _timed(version, action) if not asks_for_silence(promise)]


def windows(version: PolicyVersion) -> list[Promise]:
    """What ``version`` says of the time before a publication, wish or promise: what an embargo is proposed by."""
    return [promise for promise in _timed(version, PUBLICATION) if promise.kind == "deadline"]


def _timed(version: PolicyVersion, action: str) -> list[Promise]:
    found = Promise.objects.filter(
        organisation_id=version.organisation_id,
        version=version,
        action=action,
        kind__in=("deadline", "recurrence"),
        strength__in=BINDING,
    )
    return [promise for promise in found if has_length(promise) and _unconditional(promise.fields)]


def has_length(promise: Promise) -> bool:
    """Whether the length of time that ``promise`` says can be counted: "9999 years" ends behind the calendar."""
    return _counted(length_of(promise), cast("Basis", promise.basis or "calendar"))


@lru_cache(maxsize=512)
def _counted(length: str, basis: Basis) -> bool:
    return due(LATEST, length, basis) is not None


def _unconditional(fields: dict[str, Any]) -> bool:
    return fields.get("upper", True) is not False and not fields.get("condition") and not fields.get("silenced")


def length_of(promise: Promise) -> str:
    """The length of time that ``promise`` says, as it says it."""
    return promise.every if promise.kind == "recurrence" else promise.within


def open_clock(promise: Promise, subject: str) -> Clock | None:
    """The clock of ``promise`` that runs or stands still for ``subject``."""
    return Clock.objects.filter(
        organisation_id=promise.organisation_id, promise=promise, subject=subject, state__in=OPEN
    ).first()


def clock_of(  # one argument more than usual: the round
    promise: Promise,
    project: Project,
    subject: str,
    *,
    started_at: datetime,
    severity: str,
    cadence: bool,
    number: int = 1,
    due_at: datetime | None = None,
) -> Clock:
    """A clock of ``promise`` that is not kept yet; ``number`` is its round. Raises ``NoDurationError``."""
    basis = cast("Basis", promise.basis or "calendar")
    terms = queries.terms(project.organisation)
    due_at = due_at or terms.due(started_at, length_of(promise), basis)
    if due_at is None:
        raise NoDurationError(f"line {promise.line} of {promise.document} says no length of time: {promise.sentence}")
    return Clock(
        organisation_id=project.organisation_id,
        project=project,
        subject=subject,
        promise=promise,
        action=promise.action,
        commitment=promise.commitment,
        document=promise.document,
        version=promise.version.number,
        line=promise.line,
        sentence=promise.sentence,
        within=length_of(promise),
        basis=basis,
        strength=promise.strength,
        cadence=cadence,
        terms=terms.frozen(started_at, due_at, basis),
        severity=severity,
        round=number,
        started_at=started_at,
        due_at=due_at,
        warn_at=warn_at(started_at, due_at),
    )


def start(clock: Clock, *, by: Actor, at: datetime) -> Clock:
    """Save it with its ledger entry; where another writer was faster, theirs."""
    try:
        with transaction.atomic():
            clock.save()
    except IntegrityError:
        running = open_clock(cast("Promise", clock.promise), clock.subject)
        if running is None:
            raise
        return running
    detail: dict[str, Plain] = {
        "clock": clock.pk,
        "action": clock.action,
        "commitment": clock.commitment,
        "document": clock.document,
        "version": clock.version,
        "line": clock.line,
        "round": clock.round,
        "started_at": clock.started_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
    }
    record(clock.organisation_id, "clock.armed", clock.subject, detail, by=by, at=at)
    return clock


def next_round(clock: Clock, at: datetime) -> Clock:
    """The clock that follows ``clock``, by the same promise."""
    following = clock_of(
        cast("Promise", clock.promise),
        clock.project,
        clock.subject,
        started_at=at,
        severity=clock.severity,
        cadence=True,
        number=clock.round + 1,
    )
    following.action = clock.action
    return following
