"""Attachments, receipts, and keys by which the same request is recognised."""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case, Participant
from troth_desk.tenants.models import Project, TenantModel


class Attachment(TenantModel):
    """A file that came with a report or a message: encrypted, outside of the web root, never rendered.

    ``name`` is cleaned, ``sniffed`` is what the content looks like, ``sha256`` that of the plain content, ``stored_as``
    its name in the vault.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sniffed = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.name


class Receipt(TenantModel):
    """The signed receipt of a report, as it was handed out: a DSSE envelope in JSON."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="receipt")
    envelope = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt of {self.case.reference}"


class IdempotencyKey(TenantModel):
    """A key that a client sent with a report: the same one again gets the same answer, never a second case.

    ``digest`` is the SHA-256 of the key, ``request_digest`` of the report. ``answer`` is sealed: it holds the
    reporter's link, and only the desk's key together with the client's opens it. It is empty, and ``case`` too, while
    the request that came first is at work, which no other request ever sees: it is one transaction. After
    ``limits.KEYS_KEPT`` it is forgotten.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True)
    answer = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "digest"), name="one_report_a_key"),)

    def __str__(self) -> str:
        return f"key of {self.at}"
