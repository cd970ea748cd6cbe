"""Results of checks and audits that CI pushed: a history that proves rhythm."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from troth_desk.people.models import ApiKey
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project, TenantModel

PROMPT = timedelta(days=2)
"""A result that came later than this after its run is shown, and proves no rhythm: it could have been dated back."""


class Kind(models.TextChoices):
    """Which command made the result."""

    CHECK = "check", "check"
    AUDIT = "audit", "audit"


class Scan(TenantModel):
    """One pushed result, never changed.

    ``at`` is when it ran (of a check the day alone is known: its begin in UTC), ``received_at`` when it came.
    ``digest`` is the SHA-256 of the result, by which the same one is recognised; ``document`` the result itself, as
    JSON text. ``policy`` is the version that the project had when it came, ``same_words`` whether the result was made
    of the texts of that version; ``digests`` are those of the documents that it was made of, by path. ``tools`` of an
    audit are ``[{"tool", "at", "how", "whole", "advised"}]``, ``standings`` of a check those of each promise, by id.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    commit = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="scans")
    same_words = models.BooleanField(default=False)
    troth = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    document = models.TextField()
    digests = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    tools = models.JSONField(default=list)
    standings = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "digest"), name="one_scan_a_result"),)
        indexes = (models.Index(fields=("organisation", "project", "kind", "-at"), name="scans_by_time"),)
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d}"

    @property
    def prompt(self) -> bool:
        """Whether it came soon enough after it ran to count for a rhythm."""
        day = timedelta(days=1) if self.kind == Kind.CHECK else timedelta()
        return self.received_at - self.at <= PROMPT + day
