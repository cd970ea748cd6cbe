"""Writes of webhooks: who is told is settled, rotated and ended; events of the ledger become deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from troth_desk.ledger import queries as ledger
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.actions import tell
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks import queries, signing
from troth_desk.webhooks.kinds import TEST
from troth_desk.webhooks.models import Delivery, DeliveryState, Subscription, SubscriptionState

OVERLAP = timedelta(hours=24)
"""For how long the former secret signs beside the new one."""
KEPT = timedelta(days=30)
"""For how long it is shown what came of a delivery."""
MOST = 50
"""Webhooks of an organisation."""
BATCH = 500
"""Entries of the ledger of one transaction."""


class RefusedError(Exception):
    """It is not done; the message says why."""


def subscribe(
    organisation: Organisation,
    *,
    name: str,
    url: str,
    kinds: Sequence[str],
    member: Membership,
    by: Actor,
    at: datetime,
) -> tuple[Subscription, str]:
    """A new webhook, told of what happens from now on, and its secret, which is told this once.

    Raises:
        RefusedError: there are ``MOST`` already.
    """
    secret = signing.fresh()
    with transaction.atomic():
        take_turn(organisation.pk)
        if Subscription.objects.filter(organisation=organisation).count() >= MOST:
            raise RefusedError(f"There are {MOST} webhooks already: remove one first.")
        made = Subscription.objects.create(
            organisation=organisation,
            name=name,
            url=url,
            kinds=sorted(kinds),
            secret=signing.seal(secret),
            cursor=queries.newest_place(organisation),
            created_by=member,
            created_at=at,
        )
        _record(made, "webhook.made", {"kinds": made.kinds}, by=by, at=at)
    return made, secret


def change(subscription: Subscription, *, name: str, url: str, kinds: Sequence[str], by: Actor, at: datetime) -> None:
    """Another name, address or choice of events; what waits goes to the new address."""
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        _mine(subscription).update(name=name, url=url, kinds=sorted(kinds))
        detail: dict[str, Plain] = {"kinds": sorted(kinds), "address": "changed" if url != subscription.url else "same"}
        _record(subscription, "webhook.changed", detail, by=by, at=at)


def rotate(subscription: Subscription, *, by: Actor, at: datetime) -> str:
    """A new secret, told this once; the old one signs beside it for ``OVERLAP``."""
    secret = signing.fresh()
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        subscription.refresh_from_db()
        _mine(subscription).update(
            secret=signing.seal(secret), former_secret=subscription.secret, former_until=at + OVERLAP
        )
        _record(subscription, "webhook.rotated", {"until": (at + OVERLAP).isoformat()}, by=by, at=at)
    return secret


def switch_off(subscription: Subscription, *, by: Actor, at: datetime) -> bool:
    """Tell it nothing until it is switched on; False where it was off."""
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        if not _mine(subscription).filter(state=SubscriptionState.ON).update(state=SubscriptionState.OFF):
            return False
        _record(subscription, "webhook.switched_off", {"because": "asked"}, by=by, at=at)
    return True


def switch_on(subscription: Subscription, *, catch_up: bool, by: Actor, at: datetime) -> bool:
    """Tell it again: of what it missed where ``catch_up``, else of what happens from now on; False where it was on."""
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        organisation = subscription.organisation
        off = _mine(subscription).exclude(state=SubscriptionState.ON)
        place = {} if catch_up else {"cursor": queries.newest_place(organisation)}
        fresh = {"failing_since": None, "failures": 0, "resume_at": None, "reason": ""}
        if not off.update(state=SubscriptionState.ON, **fresh, **place):
            return False
        waiting = queries.deliveries(organisation, subscription).exclude(state=DeliveryState.TAKEN)
        if catch_up:
            waiting.update(state=DeliveryState.WAITING, due_at=at, tries=0, claimed_until=None)
        else:
            waiting.filter(state=DeliveryState.WAITING).update(
                state=DeliveryState.FAILED, failure="Switched on without what was missed."
            )
        _record(subscription, "webhook.switched_on", {"catch_up": catch_up}, by=by, at=at)
    return True


def give_up(subscription: Subscription, reason: str, *, at: datetime) -> bool:
    """The desk switches it off, because nobody takes what is sent, and tells the owners; False where it was off."""
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        on = _mine(subscription).filter(state=SubscriptionState.ON)
        if not on.update(state=SubscriptionState.GIVEN_UP, reason=reason[:300]):
            return False
        _record(subscription, "webhook.switched_off", {"because": "failing"}, by=SYSTEM, at=at)
        tell(
            subscription.organisation,
            key=f"webhook:{subscription.pk}:{at.isoformat()}",
            subject=f"webhook:{subscription.pk}",
            title=f"The webhook “{subscription.name}” is switched off",
            body=f"{reason} What happens meanwhile is kept: mend the receiver, then switch the webhook on under "
            "Settings, Webhooks, and it is told what it missed.",
            at=at,
        )
    return True


def remove(subscription: Subscription, *, by: Actor, at: datetime) -> None:
    """End it, with the record of what was sent; the ledger keeps that it was there."""
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        pk = subscription.pk
        if _mine(subscription).delete()[0]:
            record(subscription.organisation_id, "webhook.removed", f"webhook:{pk}", {}, by=by, at=at)


def test(subscription: Subscription, *, by: Actor, at: datetime) -> Delivery:
    """Send something that says it is a test, within seconds.

    Raises:
        RefusedError: it is switched off.
    """
    with transaction.atomic():
        take_turn(subscription.organisation_id)
        if not _mine(subscription).filter(state=SubscriptionState.ON).update(resume_at=None):
            raise RefusedError("It is switched off: switch it on first.")
        made = Delivery.objects.create(
            organisation_id=subscription.organisation_id, subscription=subscription, kind=TEST, at=at, due_at=at
        )
        _record(subscription, "webhook.tested", {"delivery": made.pk}, by=by, at=at)
    return made


def send_again(delivery: Delivery, *, by: Actor, at: datetime) -> bool:
    """Send it once more, under the same id; False where it waits anyway, or the webhook is off."""
    with transaction.atomic():
        take_turn(delivery.organisation_id)
        on = Subscription.objects.filter(
            organisation_id=delivery.organisation_id, pk=delivery.subscription_id, state=SubscriptionState.ON
        )
        settled = Delivery.objects.filter(organisation_id=delivery.organisation_id, pk=delivery.pk)
        again = {"state": DeliveryState.WAITING, "due_at": at, "tries": 0, "claimed_until": None}
        if not on.exists() or not settled.exclude(state=DeliveryState.WAITING).update(**again):
            return False
        on.update(resume_at=None)
        _record(delivery.subscription, "webhook.sent_again", {"delivery": delivery.pk}, by=by, at=at)
    return True


def gather(organisation: Organisation, *, at: datetime) -> int:
    """Make deliveries of what the ledger has since each webhook looked last; how many.

    The cursor moves in the transaction that makes them, and only from where it was read: of two workers one is first.
    """
    last = queries.newest_place(organisation)
    return sum(_gather(each, last, at) for each in queries.switched_on(organisation).filter(cursor__lt=last))


def _gather(subscription: Subscription, last: int, at: datetime) -> int:
    made = 0
    while subscription.cursor < last:
        until = min(subscription.cursor + BATCH, last)
        with transaction.atomic():
            moved = _mine(subscription).filter(cursor=subscription.cursor, state=SubscriptionState.ON)
            if not moved.update(cursor=until):
                return made
            entries = ledger.entries(subscription.organisation_id).filter(
                seq__gt=subscription.cursor, seq__lte=until, action__in=subscription.kinds
            )
            new = [
                Delivery(
                    organisation_id=subscription.organisation_id,
                    subscription=subscription,
                    seq=entry.seq,
                    kind=entry.action,
                    at=entry.at,
                    due_at=at,
                )
                for entry in entries.only("seq", "action", "at")
            ]
            Delivery.objects.bulk_create(new, batch_size=BATCH)
        made += len(new)
        subscription.cursor = until
    return made


def forget(organisation: Organisation, *, at: datetime) -> int:
    """Take away what was settled ``KEPT`` ago; how many."""
    old = Delivery.objects.filter(organisation=organisation, at__lt=at - KEPT).exclude(state=DeliveryState.WAITING)
    return old.delete()[0]


def _mine(subscription: Subscription) -> QuerySet[Subscription]:
    return Subscription.objects.filter(organisation_id=subscription.organisation_id, pk=subscription.pk)


def _record(subscription: Subscription, action: str, detail: dict[str, Plain], *, by: Actor, at: datetime) -> None:
    record(subscription.organisation_id, action, f"webhook:{subscription.pk}", detail, by=by, at=at)
