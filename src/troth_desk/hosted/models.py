"""What is known of a repository's private reports: how the last look ended, and each advisory that was seen."""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case
from troth_desk.tenants.models import Project, TenantModel


class State(models.TextChoices):
    """Where an advisory stands on GitHub."""

    TRIAGE = "triage", "in triage"
    DRAFT = "draft", "accepted as a draft advisory"
    PUBLISHED = "published", "published"
    CLOSED = "closed", "closed"


HERE = {State.TRIAGE: "received", State.DRAFT: "accepted", State.PUBLISHED: "disclosed", State.CLOSED: "closed"}
"""What a state of GitHub is called on this desk."""


class Watch(TenantModel):
    """A repository that is looked at for a project.

    ``etag`` and ``newest_at`` are those of the last look that ended well: what was changed before is known.
    ``next_at`` is when it is looked at next. ``failure`` says why the last look failed, ``failing_since`` since when.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    repository = models.CharField(max_length=200)
    etag = models.CharField(max_length=200, blank=True)
    newest_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    failure = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "repository"), name="one_watch_a_repository"),)

    def __str__(self) -> str:
        return self.repository


class Why(models.TextChoices):
    """Why an advisory is no case."""

    OWN = "own", "begun by the team itself: nobody reported it"
    BEFORE = "before", "published or closed before the desk looked for the first time"


class Advisory(TenantModel):
    """An advisory as it was seen last. ``case`` is what became of it, or ``why`` says that it is none.

    ``text`` is the SHA-256 of its summary and description; words of it are those of the case.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    ghsa_id = models.CharField(max_length=30)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="hosted")
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    url = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    severity = models.CharField(max_length=10, blank=True)
    cve_id = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "ghsa_id"), name="one_advisory_an_id"),)
        ordering = ("-updated_at", "-id")

    def __str__(self) -> str:
        return self.ghsa_id

    @property
    def here(self) -> str:
        """What its state is called on this desk."""
        return HERE[State(self.state)]
