"""Reads of webhooks: who is told, what waits, what came of it."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from troth_desk.ledger import queries as ledger
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks.models import Delivery, DeliveryState, Subscription, SubscriptionState


def subscriptions(organisation: Organisation) -> QuerySet[Subscription]:
    """All of them by name, each with ``waiting`` and ``given_up``: how many deliveries are so."""
    return Subscription.objects.filter(organisation=organisation).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        given_up=Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED)),
    )


def subscription(organisation: Organisation, pk: int) -> Subscription | None:
    """The one of that number."""
    return Subscription.objects.filter(organisation=organisation, pk=pk).first()


def switched_on(organisation: Organisation) -> QuerySet[Subscription]:
    """Those that are told."""
    return Subscription.objects.filter(organisation=organisation, state=SubscriptionState.ON).order_by("pk")


def deliveries(organisation: Organisation, subscription: Subscription) -> QuerySet[Delivery]:
    """What was or will be sent to ``subscription``, newest first."""
    return Delivery.objects.filter(organisation=organisation, subscription=subscription)


def newest_place(organisation: Organisation) -> int:
    """The place of the last entry of the ledger, 0 where there is none."""
    newest = ledger.newest(organisation.pk)
    return newest.seq if newest else 0


def missed(organisation: Organisation, subscription: Subscription) -> int:
    """Events that happened since ``subscription`` was switched off and that it asked for."""
    since = ledger.entries(organisation.pk).filter(seq__gt=subscription.cursor, action__in=subscription.kinds)
    return since.count()
