"""Reads of clocks: those of a subject, what is due next, what time is left. Overdue is computed, never looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from troth.terms.time.working import MONDAY_TO_FRIDAY, Working
from troth_desk.deadlines.models import OPEN, Calendar, Clock, ClockState, Holiday
from troth_desk.deadlines.numbers import Month, Numbers, Standing, counted, numbers, stood_still
from troth_desk.deadlines.terms import Terms
from troth_desk.tenants.models import Organisation

__all__ = ("Month", "Numbers", "Standing", "calendar", "clocks_of", "counted", "due_next", "holidays", "left",
           "next_clocks", "numbers", "open_clocks", "overdue", "stood_still", "terms")  # fmt: skip


def clocks_of(organisation: Organisation, subject: str) -> QuerySet[Clock]:
    """Every clock of ``subject`` ("case:TR-7K3MQ9TD"), open or not, by the instant it is due."""
    found = Clock.objects.filter(organisation=organisation, subject=subject)
    return found.select_related("promise").prefetch_related("pauses").order_by("due_at", "id")


def open_clocks(organisation: Organisation, subject: str) -> QuerySet[Clock]:
    """The running and paused clocks of ``subject``."""
    return clocks_of(organisation, subject).filter(state__in=OPEN)


def next_clocks(organisation: Organisation, subjects: Iterable[str]) -> dict[str, Clock]:
    """The open clock of each of ``subjects`` that is due first, for a list of them at once."""
    found = Clock.objects.filter(organisation=organisation, subject__in=list(subjects), state__in=OPEN)
    first: dict[str, Clock] = {}
    for clock in found.select_related("promise").prefetch_related("pauses").order_by("due_at", "id"):
        first.setdefault(clock.subject, clock)
    return first


def due_next(organisation: Organisation, at: datetime, limit: int = 50) -> list[Clock]:
    """The ``limit`` running clocks that are due first, overdue ones among them first of all.

    The order is that of ``due_at``: it does not depend on ``at``, which is there to be asked ``overdue`` with.
    """
    running = Clock.objects.filter(organisation=organisation, state=ClockState.RUNNING)
    return list(running.select_related("project").order_by("due_at", "id")[:limit])


def overdue(clock: Clock, at: datetime) -> bool:
    """Whether what is owed was not done at ``at`` although its time was over; at the due instant it is not yet."""
    return clock.state == ClockState.RUNNING and at > clock.due_at


def left(clock: Clock, at: datetime) -> timedelta:
    """The time left at ``at``, negative once it is over; of one that stands still or has ended, what was left then."""
    ended = clock.met_at or clock.stopped_at or clock.paused_at
    return clock.due_at - (ended or at)


def calendar(organisation: Organisation) -> Calendar | None:
    """The team's calendar; None where it has not set one up (then Monday to Friday, no holidays)."""
    return Calendar.objects.filter(organisation=organisation).first()


def holidays(organisation: Organisation) -> QuerySet[Holiday]:
    """The team's holidays by date."""
    return Holiday.objects.filter(organisation=organisation).order_by("day")


def terms(organisation: Organisation) -> Terms:
    """By which zone, week and holidays clocks are armed at present."""
    found = calendar(organisation)
    days = MONDAY_TO_FRIDAY if found is None else frozenset(found.working_days)
    dates = frozenset(holidays(organisation).values_list("day", flat=True))
    return Terms(zone=ZoneInfo(organisation.zone or str(UTC)), working=Working(days=days, holidays=dates))
