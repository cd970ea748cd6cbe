"""What comes round: obligations, each occasion of one, and what shows that it was done."""

from __future__ import annotations

from django.db import models

from troth_desk.deadlines.models import Clock
from troth_desk.people.models import Membership
from troth_desk.policies.models import Promise
from troth_desk.reviews import kinds
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project, TenantModel


class Obligation(TenantModel):
    """Something that is to be done once, or again and again.

    ``every`` is its rhythm (ISO 8601), "" for what is done once or "regularly". ``promise`` is the sentence of the
    policy that it comes from; ``own_rhythm``: the sentence names no period, and the team chose ``every`` itself, so
    that a miss breaks no promise. ``by_machine``: results of audits fulfil it by themselves. ``origin`` says where it
    comes from ("policy", "team", "incident:IN-…"). ``checklist`` is what its next occasion begins with.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="obligations")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, choices=[(each.name, each.noun) for each in kinds.KINDS.values()])
    title = models.CharField(max_length=200)
    every = models.CharField(max_length=40, blank=True)
    once = models.BooleanField(default=False)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations")
    own_rhythm = models.BooleanField(default=False)
    by_machine = models.BooleanField(default=False)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations")
    checklist = models.JSONField(default=list)
    origin = models.CharField(max_length=120, default="team")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "reference"), name="one_obligation_a_reference"),
        )
        indexes = (models.Index(fields=("organisation", "ended_at", "project"), name="obligations_open"),)
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def subject(self) -> str:
        """How clocks, notices and the ledger name it."""
        return f"review:{self.reference}"


class OccasionState(models.TextChoices):
    """Where an occasion stands. A missed one stays missed; done afterwards it is late."""

    OPEN = "open", "open"
    DONE = "done", "done"
    LATE = "late", "done late"
    MISSED = "missed", "missed"
    EXCUSED = "excused", "excused"


class Occasion(TenantModel):
    """One period of an obligation, or one time that it was done where it has no period.

    ``due_at`` is empty where nothing says by when. ``done_at`` is the day on which it was done, as it was recorded at
    ``recorded_at``; what counts against the promise is the latter. ``before_desk``: of a time before the obligation was
    kept here; shown, and counted nowhere. ``checklist`` is ``[{"text", "done"}]``, ``words`` what was said of it,
    ``reason`` why it was excused. ``clock`` is what ran for it.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="occasions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=OccasionState.choices, default=OccasionState.OPEN)
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    actor = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    checklist = models.JSONField(default=list)
    before_desk = models.BooleanField(default=False)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="occasion")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("obligation", "number"), name="one_occasion_a_number"),
            models.UniqueConstraint(
                fields=("obligation",), condition=models.Q(state=OccasionState.OPEN), name="one_open_occasion"
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "state", "due_at"), name="occasions_due"),
            models.Index(fields=("organisation", "due_at"), name="occasions_by_time"),
        )
        ordering = ("-starts_at", "-number")

    def __str__(self) -> str:
        return f"{self.obligation.reference} no. {self.number}"


class EvidenceKind(models.TextChoices):
    """What shows that something was done, where it is no file."""

    LINK = "link", "link"
    SCAN = "scan", "result of an audit or check"
    WORDS = "words", "attestation"


class Evidence(TenantModel):
    """One thing that shows that an occasion was done: a link, a result, or somebody's word."""

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    words = models.TextField(blank=True)
    url = models.URLField(max_length=1000, blank=True)
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.url or self.words[:60] or f"evidence {self.pk}"


class EvidenceFile(TenantModel):
    """A file that shows that an occasion was done: sealed in the vault, never rendered, as attachments of reports are.

    ``name`` is cleaned, ``sniffed`` is what the content looks like, ``sha256`` that of the plain content, ``stored_as``
    its name in the vault.
    """

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sniffed = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.name


class ReviewSettings(TenantModel):
    """How a project takes on what its policy promises. ``automatic``: by itself, as soon as a version says it."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="review_settings")
    automatic = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reviews of {self.project}"
