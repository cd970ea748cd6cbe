"""Reports of a period, as they were approved; and what the law asks to be told, where a team chose to be reminded."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project, TenantModel


class State(models.TextChoices):
    """Where a report stands. What it tells is frozen when it is approved."""

    DRAFT = "draft", "draft"
    APPROVED = "approved", "approved"
    ISSUED = "issued", "issued"


class Report(TenantModel):
    """One report of a project: from the day ``begins`` to the day ``ends``, both in it, in the organisation's zone.

    ``words`` is what the team says of the period. ``content`` is what was approved, JSON of ``content.Told``, "" while
    it is a draft and is gathered anew each time it is looked at; ``digest`` its SHA-256, which the ledger holds.
    ``public``: everybody may read it, without what concerns single reports.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    begins = models.DateField()
    ends = models.DateField()
    words = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    public = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-ends", "-number")
        constraints = (
            models.UniqueConstraint(fields=("project", "number"), name="one_report_a_number"),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("begins")), name="a_report_has_days"),
            models.CheckConstraint(
                condition=models.Q(state="draft", content="", digest="") | ~models.Q(state="draft"),
                name="only_approved_reports_are_frozen",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the ledger calls it: "report:17"."""
        return f"report:{self.pk}"


class Statute(TenantModel):
    """That a project is reminded of what a law asks: ``profile`` is one of ``troth.standards.statutes``."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="statutes")
    profile = models.CharField(max_length=60)
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "profile"), condition=models.Q(ended_at=None), name="one_statute_a_profile"
            ),
        )

    def __str__(self) -> str:
        return self.profile


class Matter(TenantModel):
    """Something that a law asks to be told of: an exploited vulnerability, a severe incident.

    ``about`` is what it concerns ("case:TR-…", "incident:IN-…"), ``sort`` which obligations hold. ``aware_at`` is when
    the team became aware of it; ``events`` are the instants that later obligations count from, by their names.
    """

    statute = models.ForeignKey(Statute, on_delete=models.PROTECT, related_name="matters")
    about = models.CharField(max_length=120)
    sort = models.CharField(max_length=20)
    aware_at = models.DateTimeField()
    events = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("statute", "about", "sort"), condition=models.Q(closed_at=None), name="one_open_matter"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sort} {self.about}"

    @property
    def subject(self) -> str:
        """How its clocks name it: "statute:17"."""
        return f"statute:{self.pk}"
