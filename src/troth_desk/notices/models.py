"""What is said to people of the team or to participants: written with what it tells of, delivered by a job."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import Membership
from troth_desk.tenants.models import TenantModel


class NoticeState(models.TextChoices):
    """How far a notice has come; nothing is called delivered that was only handed over."""

    WAITING = "waiting", "waiting"
    HANDED_OVER = "handed_over", "handed to the mail server"
    FAILED = "failed", "failed"
    SHOWN = "shown", "shown on the desk only"


class Notice(TenantModel):
    """One message to one receiver. ``key`` makes it happen once: the same key is never written twice.

    ``member`` or ``address`` says to whom; a notice without either is shown on the desk to everybody of ``group``
    ("security team", "development team", "emergency contact", …). ``claimed_until`` is the lease of the job that
    delivers it.
    """

    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=120)
    """What it is about: "case:TR-7K3MQ9TD"."""
    group = models.CharField(max_length=60, blank=True)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    address = models.EmailField(blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=20, choices=NoticeState.choices, default=NoticeState.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="one_notice_a_key"),)
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title
