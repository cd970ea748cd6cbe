"""Results of checks and audits that CI pushed: a history that proves rhythm."""

from __future__ import annotations

from django.db import models

from troth_desk.people.models import ApiKey
from troth_desk.tenants.models import Project, TenantModel


class Scan(TenantModel):
    """One pushed result. ``kind`` is "check" or "audit"; ``at`` when it ran, ``received_at`` when it came."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=20)
    commit = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True)
    digest = models.CharField(max_length=64)
    document = models.JSONField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "digest"), name="one_scan_a_result"),)
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.kind} of {self.at}"
