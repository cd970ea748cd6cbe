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
    urgent = models.BooleanField(default=False)
    """A breach or an emergency: it is mailed at once, whatever pace its receivers chose."""
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
    BOUNCED = "bounced", "came back"


class Delivery(TenantModel):
    """One mail of a notice to one address. ``claimed_until`` is the lease of the job that sends it.

    ``due_at`` is when it is tried next, ``failure`` why the last try did not succeed, or why it came back.
    ``together``: it goes with others of the same address in one mail. ``unreached``: the last try did not get as far
    as a mail server. ``encrypted_to`` is the fingerprint of the key that it went out under, "" where it went in clear;
    ``remark`` says what else is to be known of how it went.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    address = models.EmailField()
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    message_id = models.CharField(max_length=255, blank=True, db_index=True)
    together = models.BooleanField(default=False)
    unreached = models.BooleanField(default=False)
    encrypted_to = models.CharField(max_length=64, blank=True)
    remark = models.CharField(max_length=300, blank=True)
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


class Letter(TenantModel):
    """What a mail to somebody outside has beside the words of its notice: its place in a conversation, and a key.

    ``confidential``: it goes out encrypted to ``certificate`` or not at all. ``automatic``: the desk wrote it, not a
    person, so no machine should answer it (RFC 3834).
    """

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="letter")
    message_id = models.CharField(max_length=255, blank=True)
    in_reply_to = models.CharField(max_length=255, blank=True)
    references = models.TextField(blank=True)
    reply_to = models.EmailField(blank=True)
    certificate = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    automatic = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"letter {self.notice_id}"


class Pace(models.TextChoices):
    """How often a member is mailed."""

    AT_ONCE = "at_once", "at once"
    HOURLY = "hourly", "once an hour, in one mail"
    DAILY = "daily", "once a day at eight in the morning, in one mail"


class MailChoice(TenantModel):
    """How a member wants to be mailed; no row is "at once". Breaches and emergencies always go at once."""

    member = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="mail_choice")
    pace = models.CharField(max_length=20, choices=Pace.choices, default=Pace.AT_ONCE)

    def __str__(self) -> str:
        return f"{self.member}: {self.pace}"


class CertificateSource(models.TextChoices):
    """How the desk came to a key of somebody else's: what is further down counts for more than what is above it."""

    AUTOCRYPT = "autocrypt", "from the headers of a mail"
    ATTACHED = "attached", "attached to a mail"
    SIGNED = "signed", "attached to a mail under a signature of the key before it"
    PASTED = "pasted", "given on the holder's own page"


class Certificate(TenantModel):
    """The OpenPGP key of a member or a participant, in ASCII armour. ``holder`` is "member:3" or "participant:7".

    One is in use (``replaced_at`` empty); those before it stay, since signatures of then are verified by them.
    """

    holder = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    armoured = models.TextField()
    source = models.CharField(max_length=20, choices=CertificateSource.choices)
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "holder"),
                condition=models.Q(replaced_at__isnull=True),
                name="one_certificate_in_use",
            ),
        )
        ordering = ("-kept_at", "-id")

    def __str__(self) -> str:
        return f"{self.fingerprint} of {self.holder}"
