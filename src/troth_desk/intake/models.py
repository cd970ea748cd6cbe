"""Attachments, receipts, and keys by which the same request is recognised."""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case, Participant
from troth_desk.tenants.models import Project, TenantModel


class Attachment(TenantModel):
    """A file that came with a report or a message: encrypted, outside of the web root, never rendered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sniffed = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Receipt(TenantModel):
    """The signed receipt of a report, as it was handed out."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="receipt")
    envelope = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt of {self.case.reference}"


class IdempotencyKey(TenantModel):
    """A key that a client sent with a report: the same one again gets the same answer, never a second case."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    answer = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "key"), name="one_report_a_key"),)

    def __str__(self) -> str:
        return self.key
