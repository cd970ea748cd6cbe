"""What is said to people of the team or to participants, who reads it, and what became of the mail."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import Membership
from troth_desk.tenants.models import TenantModel


class Group(TenantModel):
    """Whom a policy means by a name ("security team"): members of the desk, and a mail address such as a list's."""

    name = models.CharField(max_length=60)
    address = models.EmailField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="one_group_a_name"),)
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class GroupMember(TenantModel):
    """A member of the desk in a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="groups")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "member"), name="once_in_a_group"),)

    def __str__(self) -> str:
        return f"{self.member} of {self.group}"


class Notice(TenantModel):
    """One message. ``key`` makes it happen once: the same key is never written twice.

    ``member`` or ``address`` says to whom; a notice without either is for everybody of ``group`` ("security team",
    "development team", "emergency contact", …; "" is the whole team). Every notice stands on the desk; whether it also
    goes out by mail is told by its deliveries. ``read_at`` is when somebody of the team said so, never when a page was
    opened or a mail was sent. A notice that has not been read by ``escalate_at`` is told to the first group of
    ``then``, and so on, each given ``read_within``.
    """

    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=120)
    """What it is about: "case:TR-7K3MQ9TD"."""
    group = models.CharField(max_length=60, blank=True)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    address = models.EmailField(blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="notices_read"
    )
    read_within = models.DurationField(null=True, blank=True)
    then = models.JSONField(default=list)
    escalate_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="one_notice_a_key"),)
        indexes = (
            models.Index(fields=("organisation", "-created_at", "-id"), name="notices_newest"),
            models.Index(
                fields=("organisation", "escalate_at"),
                condition=models.Q(escalate_at__isnull=False, escalated_at__isnull=True, read_at__isnull=True),
                name="notices_to_escalate",
            ),
        )
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def receiver(self) -> str:
        """Who it is for, in words."""
        return self.address or (self.member.user.email if self.member else "") or self.group or "the whole team"

    @property
    def case_reference(self) -> str:
        """The reference of the case it is about; "" where it is about something else."""
        kind, _, name = self.subject.partition(":")
        return name if kind == "case" else ""


class DeliveryState(models.TextChoices):
    """How far a mail has come. No state says "delivered": a mail server that took it promises nothing."""

    WAITING = "waiting", "waiting to be sent"
    HANDED_OVER = "handed_over", "handed to the mail server"
    FAILED = "failed", "not sent"


class Delivery(TenantModel):
    """One mail of a notice to one address. ``claimed_until`` is the lease of the job that sends it.

    ``due_at`` is when it is tried next, ``failure`` why the last try did not succeed.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    address = models.EmailField()
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "address"), name="one_mail_an_address"),)
        indexes = (
            models.Index(
                fields=("organisation", "due_at"),
                condition=models.Q(state=DeliveryState.WAITING),
                name="mails_waiting",
            ),
        )
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.notice}"
