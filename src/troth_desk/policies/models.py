"""Policy documents as imported, their versions, and the promises that each version makes."""

from __future__ import annotations

from django.db import models

from troth_desk.tenants.models import Project, TenantModel


class Document(TenantModel):
    """A document of a project's policy ("SECURITY.md") or its ``troth.toml``.

    ``source_url`` is where it is pulled from, empty for what is uploaded or pushed; ``pulled_at`` when that was last
    tried, ``pull_failure`` why it gave no document, "" where it did.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    path = models.CharField(max_length=300)
    source_url = models.URLField(max_length=1000, blank=True)
    pulled_at = models.DateTimeField(null=True, blank=True)
    pull_failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "path"), name="one_document_a_path"),)

    def __str__(self) -> str:
        return self.path


class PolicyVersion(TenantModel):
    """What the policy of a project says from ``since`` on: all its documents together. Never changed, only followed.

    ``digest`` tells two sets of texts apart, ``reader`` is the version of Troth that read them, ``origin`` how they
    came ("file", "upload", "pull", "push"), ``commit`` the commit they came with. ``remarks`` tell what of them could
    not be read, ``contradictions`` where they say two things of one matter: the claims of each as
    ``policies.contradictions`` writes them; None where a release read them that compared nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    digest = models.CharField(max_length=64)
    reader = models.CharField(max_length=40)
    origin = models.CharField(max_length=20, default="file")
    commit = models.CharField(max_length=64, blank=True)
    remarks = models.JSONField(default=list)
    contradictions = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "number"), name="one_version_a_number"),)
        ordering = ("project", "number")

    def __str__(self) -> str:
        return f"version {self.number}"


class Text(TenantModel):
    """The text of one document in one version; ``digest`` is the SHA-256 of its UTF-8 in hexadecimal.

    ``ordinal`` is its place among the documents, the foremost first. ``role``, ``origin`` and ``cited`` are those of
    ``troth.terms.source.Source`` ("register" for ``troth.toml``); ``reading`` what the reader saw of it, but for its
    promises: ``{"markup", "statements", "unread", "cut"}``.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="texts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="texts")
    ordinal = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=20, default="policy")
    origin = models.CharField(max_length=300, blank=True)
    cited = models.JSONField(default=dict)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "document"), name="one_text_a_version"),)
        ordering = ("version", "ordinal", "id")

    def __str__(self) -> str:
        return f"{self.document} in {self.version}"


class Promise(TenantModel):
    """One commitment of a version, read by Troth's reader.

    ``commitment`` is the id that ``troth check`` gives it too; ``fields`` all of it as ``formats.commitment_json``
    writes it, ``whole`` the value itself as JSON. ``within`` and ``every`` are ISO 8601 durations; ``action``,
    ``basis`` and ``severities`` have the words of the kinds that carry them, and are empty for others. ``binding``: it
    is promised or aimed for now, which discretion, refusals, advice, what is silenced and what has a condition are not.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="promises")
    commitment = models.CharField(max_length=200)
    ordinal = models.PositiveIntegerField(default=0)
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
    binding = models.BooleanField(default=True)
    fields = models.JSONField(default=dict)
    whole = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "commitment"), name="one_promise_an_id"),)
        ordering = ("version", "ordinal")

    def __str__(self) -> str:
        return f"{self.document}:{self.line} {self.commitment}"
