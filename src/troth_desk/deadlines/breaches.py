"""Warnings and breaches, each once: what was won by a guarded update is recorded and told in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from troth_desk.deadlines import words
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.ledger.actions import Plain, Said, record_all, take_turn
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices.actions import Message, tell_all
from troth_desk.tenants.models import Organisation

BATCH = 500
"""Clocks of one transaction of a sweep: other writers of the organisation's ledger wait no longer than that."""
Telling = Callable[[Clock, datetime, str], tuple[str, str]]


def to_break(organisation: Organisation, at: datetime) -> QuerySet[Clock]:
    """Running clocks whose due instant has passed and whose breach is not on record yet."""
    return Clock.objects.filter(
        organisation=organisation, state=ClockState.RUNNING, breached_at__isnull=True, due_at__lt=at
    )


def to_warn(organisation: Organisation, at: datetime) -> QuerySet[Clock]:
    """Running clocks whose time is running out and of which nobody was warned yet."""
    return Clock.objects.filter(
        organisation=organisation,
        state=ClockState.RUNNING,
        breached_at__isnull=True,
        warned_at__isnull=True,
        warn_at__lte=at,
        due_at__gte=at,
    )


def record_breaches(organisation: Organisation, at: datetime, subject: str = "") -> int:
    """Put up to ``BATCH`` breaches on record (of ``subject`` alone where it is given) and tell of them; how many."""
    found = to_break(organisation, at)
    with transaction.atomic():
        found = found.filter(subject=subject) if subject else found.order_by("due_at")
        chosen = list(found.values_list("pk", flat=True)[:BATCH])
        if not chosen:
            return 0
        take_turn(organisation.pk)
        claim = uuid.uuid4()
        still = to_break(organisation, at).filter(pk__in=chosen)
        won = still.update(breached_at=F("due_at"), breach_told_at=at, claim=claim)
        if won:
            _tell(organisation, chosen, claim, at, "breach", words.breach)
    return won


def warn(organisation: Organisation, at: datetime) -> int:
    """Warn of up to ``BATCH`` clocks whose time is running out; how many."""
    with transaction.atomic():
        chosen = list(to_warn(organisation, at).order_by("warn_at")[:BATCH].values_list("pk", flat=True))
        if not chosen:
            return 0
        take_turn(organisation.pk)
        claim = uuid.uuid4()
        won = to_warn(organisation, at).filter(pk__in=chosen).update(warned_at=at, claim=claim)
        if won:
            _tell(organisation, chosen, claim, at, "warning", words.warning)
    return won


def _tell(
    organisation: Organisation, chosen: Sequence[int], claim: uuid.UUID, at: datetime, what: str, telling: Telling
) -> None:
    clocks = list(Clock.objects.filter(organisation=organisation, pk__in=chosen, claim=claim).order_by("due_at", "id"))
    messages: list[Message] = []
    said: list[Said] = []
    for clock in clocks:
        title, body = telling(clock, at, organisation.zone)
        key, urgent = f"clock:{clock.pk}:{what}", what == "breach"
        messages.append(Message(key=key, subject=clock.subject, title=title, body=body, urgent=urgent))
        detail: dict[str, Plain] = {"clock": clock.pk, "action": clock.action, "due_at": clock.due_at.isoformat()}
        said.append(("clock.breached" if what == "breach" else "clock.warned", clock.subject, detail))
    record_all(organisation.pk, said, by=SYSTEM, at=at)
    tell_all(organisation, messages, at=at)
