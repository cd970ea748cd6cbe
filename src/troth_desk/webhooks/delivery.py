"""Telling a program elsewhere: a lease for each event, one try at a time, and pauses that grow.

An event is sent between two transactions: its claim is committed before, its outcome after. A worker that dies between
them leaves the lease to run out, and the event is sent again, under the same id, by which receivers know it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from troth_desk import outward
from troth_desk.ledger import queries as ledger
from troth_desk.ledger.actions import take_turn
from troth_desk.tenants import leases, scope
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks import actions, payload, signing
from troth_desk.webhooks.models import Delivery, DeliveryState, Subscription, SubscriptionState

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""For how long a worker may be at one event before another one believes it dead; more than an answer may take."""
WHOLE = 10.0
"""Seconds that a receiver has to answer: it should keep the event and work later."""
LARGEST = 1 << 16
"""Bytes of an answer that are read, and thrown away."""
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200, 1440))
"""How long is waited after each try that failed (three days in all); after one more, the event is given up."""
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 300, 900, 1800, 3600))
"""How long a receiver that fails is left alone, longer each time; the last one again and again."""
LONGEST_PAUSE = timedelta(days=1)
"""The longest pause that a receiver may ask for (Retry-After)."""
GIVEN_UP_AFTER = timedelta(days=5)
"""After so long without anything taken, the webhook is switched off."""
_GONE = 410
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: taken where ``failure`` is empty. ``status`` is None where nobody answered."""

    status: int | None = None
    failure: str = ""
    retry_after: timedelta = timedelta()
    subscription: int = field(default=0, compare=False)

    @property
    def down(self) -> bool:
        """Whether it was the receiver that failed, rather than this one event."""
        return bool(self.failure) and (self.status is None or self.status >= 500 or self.status in _BUSY)


def deliver_next(organisation: Organisation, at: datetime, without: Collection[int] = ()) -> Outcome | None:
    """Send the event that has waited longest, of no subscription in ``without``; None where none is due.

    Called outside of any transaction. Whatever goes wrong is an outcome: one event never keeps others from being sent.
    """
    claimed = _claim(organisation, at, without)
    if claimed is None:
        return None
    try:
        outcome = _send(organisation, claimed, at)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("an event for the webhook %s could not be sent", claimed.subscription_id)
        outcome = Outcome(failure=f"The desk itself failed ({type(error).__name__}); its log says where.")
    _settle(organisation, claimed, outcome, at)
    return replace(outcome, subscription=claimed.subscription_id)


def _claim(organisation: Organisation, at: datetime, without: Collection[int] = ()) -> Delivery | None:
    with scope.inside(organisation):
        free = leases.free(at, LEASE)
        due = leases.over("due_at", at, LONGEST_PAUSE) | Q(tries=0)
        awake = Q(subscription__resume_at=None) | leases.over("subscription__resume_at", at, LONGEST_PAUSE)
        waiting = Delivery.objects.filter(
            free, due, awake, organisation=organisation, state=DeliveryState.WAITING,
            subscription__state=SubscriptionState.ON,
        ).exclude(subscription_id__in=list(without)).order_by("due_at", "seq", "id")  # fmt: skip
        while (found := waiting.select_related("subscription").first()) is not None:
            with transaction.atomic():
                lease = at + LEASE
                mine = Delivery.objects.filter(
                    free, organisation=organisation, pk=found.pk, state=DeliveryState.WAITING
                )
                if mine.update(claimed_until=lease, tries=F("tries") + 1, tried_at=at):
                    found.claimed_until, found.tries = lease, found.tries + 1
                    return found
        return None


def _send(organisation: Organisation, delivery: Delivery, at: datetime) -> Outcome:
    subscription = delivery.subscription
    try:
        with scope.inside(organisation):
            found = ledger.entries(organisation.pk).filter(seq=delivery.seq).first() if delivery.seq else None
        body = payload.body(organisation, delivery, found)
        signed = signing.headers(delivery.message_id, at, body, _secrets(subscription, at))
        answer = outward.post(
            subscription.url, body, {"Content-Type": "application/json", **signed}, whole=WHOLE, largest=LARGEST
        )
    except (outward.OutwardError, signing.SealedOtherwiseError) as error:
        return Outcome(failure=str(error))
    if 200 <= answer.status < 300:
        return Outcome(answer.status)
    if 300 <= answer.status < 400:
        return Outcome(answer.status, f"It answers {answer.status}, which leads elsewhere; that is not followed.")
    return Outcome(answer.status, f"It answers {answer.status}.", _asked_to_wait(answer, at))


def _secrets(subscription: Subscription, at: datetime) -> list[str]:
    found = [signing.opened(subscription.secret)]
    if subscription.former_until is not None and at < subscription.former_until:
        with suppress(signing.SealedOtherwiseError):  # a new secret is what mends it, and the new one signs
            found.append(signing.opened(subscription.former_secret))
    return found


def _asked_to_wait(answer: outward.Answer, at: datetime) -> timedelta:
    """What Retry-After asks for (RFC 9110 §10.2.3): seconds or a date; nothing where it is neither."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdecimal() and said.isascii():
        return min(timedelta(seconds=min(int(said[:9]), 10**6)), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return timedelta()
    return max(timedelta(), min((until if until.tzinfo else until.replace(tzinfo=UTC)) - at, LONGEST_PAUSE))


def _settle(organisation: Organisation, delivery: Delivery, outcome: Outcome, at: datetime) -> None:
    """Write down what came of it, where the lease is still ours."""
    fields: dict[str, Any] = {"claimed_until": None, "status": outcome.status, "failure": outcome.failure[:300]}
    if not outcome.failure:
        fields |= {"state": DeliveryState.TAKEN}
    elif delivery.tries > len(BACKOFF):
        fields |= {"state": DeliveryState.FAILED}
    else:
        fields |= {"due_at": at + max(BACKOFF[delivery.tries - 1], outcome.retry_after)}
    with scope.inside(organisation), transaction.atomic():
        # What changes the webhook itself waits for its turn first: so does whoever switches it on.
        of = Subscription.objects.filter(organisation=organisation, pk=delivery.subscription_id)
        recovers = not outcome.failure and of.filter(failing_since__isnull=False).exists()
        if outcome.failure or recovers:
            take_turn(organisation.pk)
        mine = Delivery.objects.filter(
            organisation=organisation,
            pk=delivery.pk,
            state=DeliveryState.WAITING,
            claimed_until=delivery.claimed_until,
        )
        if not mine.update(**fields):
            return
        if outcome.failure:
            _failed(of.get(), outcome, at)
        elif recovers:
            _recovered(of.get(), at)


def _failed(subscription: Subscription, outcome: Outcome, at: datetime) -> None:
    since = min(subscription.failing_since or at, at)
    pause = PAUSES[min(subscription.failures, len(PAUSES) - 1)]
    Subscription.objects.filter(organisation_id=subscription.organisation_id, pk=subscription.pk).update(
        failing_since=since,
        failures=F("failures") + 1,
        resume_at=at + max(pause, outcome.retry_after) if outcome.down else None,
    )
    if outcome.status == _GONE:
        actions.give_up(subscription, "Its receiver answers 410: it is gone for good.", at=at)
    elif at - since >= GIVEN_UP_AFTER:
        days = GIVEN_UP_AFTER.days
        actions.give_up(subscription, f"Nothing was taken for {days} days. The last try: {outcome.failure}", at=at)


def _recovered(subscription: Subscription, at: datetime) -> None:
    """The receiver takes events again: those that it failed to take need not wait for their own turn."""
    Subscription.objects.filter(organisation_id=subscription.organisation_id, pk=subscription.pk).update(
        failing_since=None, failures=0, resume_at=None
    )
    failed_with_it = Q(status=None, tries__gt=0) | Q(status__gte=500) | Q(status__in=_BUSY)
    Delivery.objects.filter(
        failed_with_it,
        organisation_id=subscription.organisation_id,
        subscription=subscription,
        state=DeliveryState.WAITING,
        due_at__gt=at,
    ).update(due_at=at)
