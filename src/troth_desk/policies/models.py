"""Policy documents as imported, their versions, and the promises that each version makes."""

from __future__ import annotations

from django.db import models

from troth_desk.tenants.models import Project, TenantModel


class Document(TenantModel):
    """A document of a project's policy ("SECURITY.md") or its ``troth.toml``."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    path = models.CharField(max_length=300)
    source_url = models.URLField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "path"), name="one_document_a_path"),)

    def __str__(self) -> str:
        return self.path


class PolicyVersion(TenantModel):
    """What the policy of a project says from ``since`` on: all its documents together. Never changed, only followed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "number"), name="one_version_a_number"),)
        ordering = ("project", "number")

    def __str__(self) -> str:
        return f"version {self.number}"


class Text(TenantModel):
    """The text of one document in one version; ``digest`` is its SHA-256 in hexadecimal."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="texts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="texts")
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "document"), name="one_text_a_version"),)

    def __str__(self) -> str:
        return f"{self.document} in {self.version}"


class Promise(TenantModel):
    """One commitment of a version, read by Troth's reader.

    ``commitment`` is the id that ``troth check`` gives it too; ``fields`` all of it as ``formats.commitment_json``
    writes it. ``within``, ``earliest`` and ``every`` are ISO 8601 durations; ``action``, ``basis`` and ``severities``
    have the words of the kinds that carry them, and are empty for others.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="promises")
    commitment = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    strength = models.CharField(max_length=20)
    document = models.CharField(max_length=300)
    line = models.PositiveIntegerField()
    sentence = models.TextField()
    action = models.CharField(max_length=60, blank=True)
    within = models.CharField(max_length=40, blank=True)
    every = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=20, blank=True)
    severities = models.JSONField(default=list)
    fields = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "commitment"), name="one_promise_an_id"),)
        ordering = ("version", "document", "line", "id")

    def __str__(self) -> str:
        return f"{self.document}:{self.line} {self.commitment}"
