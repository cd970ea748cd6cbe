"""Reports and what becomes of them: state, conversation, participants, severity, embargo, credit, bounty."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project, TenantModel


class State(models.TextChoices):
    """Where a case stands; the legal moves between them are in ``cases.machine``."""

    RECEIVED = "received", "received"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    NEEDS_INFO = "needs_info", "needs information"
    ASSESSING = "assessing", "being assessed"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"
    DUPLICATE = "duplicate", "duplicate"
    FIXING = "fixing", "being fixed"
    FIX_READY = "fix_ready", "fix ready"
    DISCLOSED = "disclosed", "disclosed"
    CLOSED = "closed", "closed"


class Origin(models.TextChoices):
    """By which way a report came in."""

    FORM = "form", "form"
    API = "api", "API"
    MAIL = "mail", "mail"
    TEAM = "team", "entered by the team"


class Severity(models.TextChoices):
    """Bands; which scores they hold is the policy's to say, by default the CVSS rating scale."""

    CRITICAL = "critical", "critical"
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"
    NONE = "none", "none"


class CreditChoice(models.TextChoices):
    """How a reporter wishes to be named."""

    UNDECIDED = "", "not said yet"
    NAME = "name", "by name"
    ALIAS = "alias", "by an alias"
    ANONYMOUS = "anonymous", "not at all"


class Case(TenantModel):
    """One report and its handling. ``reference`` is its public id ("TR-7K3MQ9TD"), random, never reused.

    ``held`` says why it waits in the triage queue ("doubtful", "possible duplicate"), "" where it does not; a held
    case has its clocks running all the same. ``answers`` holds further fields that the policy asks reporters for.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cases")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    suggested_fix = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    held = models.CharField(max_length=40, blank=True)
    held_reason = models.CharField(max_length=300, blank=True)
    severity = models.CharField(max_length=20, choices=Severity.choices, blank=True)
    cvss_vector = models.CharField(max_length=200, blank=True)
    cvss_score = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    rejected_reason = models.TextField(blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        indexes = (
            models.Index(fields=("organisation", "state", "-received_at"), name="cases_by_state"),
            models.Index(fields=("organisation", "digest"), name="cases_of_the_same_words"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Transition(TenantModel):
    """One move of a case from a state to another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transitions")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Participant(TenantModel):
    """Somebody outside of the team who takes part. ``link_digest`` is the SHA-256 of the secret of their link.

    ``contact`` is empty for anonymous reporters.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participants")
    role = models.CharField(max_length=20, default="reporter")
    """"reporter", "vendor", "coordinator", "observer"."""
    contact = models.CharField(max_length=300, blank=True)
    link_digest = models.CharField(max_length=64, unique=True)
    credit = models.CharField(max_length=20, choices=CreditChoice.choices, blank=True)
    credit_name = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role} of {self.case.reference}"


class Message(TenantModel):
    """Words between the team and the participants. Seen by both; internal words are ``Note``."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"message of {self.at}"


class Note(TenantModel):
    """Words of the team to itself. No query for people outside reads this table."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"note of {self.at}"


class EmbargoState(models.TextChoices):
    """Where the embargo of a case stands."""

    NONE = "none", "none"
    PROPOSED = "proposed", "proposed"
    ACTIVE = "active", "active"
    REVISE = "revise", "active, a change is proposed"
    EXITED = "exited", "over"


class Embargo(TenantModel):
    """The agreement of a case to keep silent until an instant; it always has an end."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="embargo")
    state = models.CharField(max_length=20, choices=EmbargoState.choices, default=EmbargoState.NONE)
    until = models.DateTimeField(null=True, blank=True)
    proposed_until = models.DateTimeField(null=True, blank=True)
    proposed_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.state} until {self.until}"


class Consent(TenantModel):
    """What a participant says to the embargo: "invited", "agreed", "declined", "lapsed"."""

    embargo = models.ForeignKey(Embargo, on_delete=models.PROTECT, related_name="consents")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    state = models.CharField(max_length=20, default="invited")
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("embargo", "participant"), name="one_consent_a_participant"),)

    def __str__(self) -> str:
        return self.state


class BountyDecision(TenantModel):
    """A decision at the team's discretion, with its reason: "granted" or "declined"."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bounties")
    decision = models.CharField(max_length=20)
    amount = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.decision
