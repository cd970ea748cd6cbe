"""Programs elsewhere that are told of events, and each telling: what came of it, and when it is tried next."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import Membership
from troth_desk.tenants.models import TenantModel


class SubscriptionState(models.TextChoices):
    """Whether a program is told. Whatever switched it off, its place in the ledger stays."""

    ON = "on", "on"
    OFF = "off", "switched off by the team"
    GIVEN_UP = "given_up", "switched off by the desk"


class Subscription(TenantModel):
    """A program elsewhere, and of what it is told.

    The ledger is the outbox: ``cursor`` is the place of the last entry that deliveries were made of, moved in the same
    transaction that makes them, so that no event is lost and none doubled. ``secret`` signs, sealed as it lies here;
    ``former_secret`` signs beside it until ``former_until``, after a rotation. ``failing_since`` is the first failure
    since the last time that anything was taken, ``failures`` counts those in a row, and nothing is sent before
    ``resume_at``. ``reason`` says why the desk switched it off.
    """

    name = models.CharField(max_length=100)
    url = models.CharField(max_length=1000)
    kinds = models.JSONField(default=list)
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    cursor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=SubscriptionState.choices, default=SubscriptionState.ON)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    resume_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    """How far a telling has come. "taken" is an answer of 2xx, and says no more than that."""

    WAITING = "waiting", "waiting"
    TAKEN = "taken", "taken"
    FAILED = "failed", "given up"


class Delivery(TenantModel):
    """One event for one program. ``seq`` is its entry of the ledger; a test has none.

    ``claimed_until`` is the lease of the job that sends it, ``due_at`` when it is tried next. ``status`` is the last
    answer's, None where nobody answered; ``failure`` why the last try did not succeed.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveIntegerField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subscription", "seq"), name="one_delivery_an_event"),)
        indexes = (
            models.Index(
                fields=("organisation", "due_at"),
                condition=models.Q(state=DeliveryState.WAITING),
                name="webhooks_to_send",
            ),
            models.Index(fields=("subscription", "-at", "-id"), name="webhooks_newest"),
        )
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.kind} to {self.subscription}"

    @property
    def message_id(self) -> str:
        """What receivers know it by, the same however often it is sent: "msg_3_117"."""
        return f"msg_{self.subscription_id}_{f'test_{self.pk}' if self.seq is None else self.seq}"
