"""Whom an advisory is told: known users with their agreement, each letter to them, and the draft on GitHub."""

from __future__ import annotations

from django.db import models

from troth_desk.notices.models import Notice
from troth_desk.publishing.models import Advisory
from troth_desk.tenants.models import Project, TenantModel


class Ended(models.TextChoices):
    """Why somebody is told nothing any more."""

    REMOVED = "removed", "removed by the team"
    LEFT = "left", "they asked for it by the link in a letter"


class Contact(TenantModel):
    """A known user of a project who is told of its advisories, at one address.

    ``name`` is the organisation or person, ``product`` what of the project they use, "" for all of it. ``early``: they
    agreed to hear of a weakness before the world and to keep silent; ``early_note`` says where that stands. Their
    OpenPGP key is kept with those of others ("contact:7"). An address that ended stays on record.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    product = models.CharField(max_length=200, blank=True)
    address = models.EmailField()
    early = models.BooleanField(default=False)
    early_note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended.choices, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "address"), condition=models.Q(ended_at__isnull=True), name="one_contact_an_address"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def holder(self) -> str:
        """How their certificate is kept (``notices.Certificate.holder``)."""
        return f"contact:{self.pk}"


class Kind(models.TextChoices):
    """What a letter tells."""

    EARLY = "early", "early notice"
    PUBLISHED = "published", "advisory"
    REVISED = "revised", "revision"
    WITHDRAWN = "withdrawn", "withdrawal"


class Sending(TenantModel):
    """A letter about an advisory to one contact. ``revision`` is the one that it tells, 0 for an early notice.

    ``notice`` holds the letter and how far its mail has come; ``refused`` says why none was written. The row is unique,
    so nobody is told the same twice.
    """

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="sendings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    revision = models.PositiveIntegerField()
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("advisory", "contact", "revision"), name="one_letter_a_revision"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.revision} to contact {self.contact_id}"


class There(models.TextChoices):
    """Where the advisory stands on GitHub."""

    NOT_YET = "", "not there yet"
    TRIAGE = "triage", "a private report"
    DRAFT = "draft", "a draft"
    PUBLISHED = "published", "published"
    CLOSED = "closed", "closed"
    WITHDRAWN = "withdrawn", "withdrawn"


class Draft(TenantModel):
    """An advisory's counterpart on GitHub. ``ghsa_id`` is "" until GitHub has it.

    ``digest`` is that of what GitHub was told last. ``begun_at``: the desk asked GitHub to make it and has not yet
    heard: it is looked for before it is made again. ``looked_at`` is when it was last found to say what it shall.
    ``publishes``: it is published there once it is published here.
    ``cve_wanted``: somebody asked to have a CVE id requested; ``cve_asked_at`` is when GitHub took the request.
    """

    advisory = models.OneToOneField(Advisory, on_delete=models.PROTECT, related_name="+")
    repository = models.CharField(max_length=200)
    ghsa_id = models.CharField(max_length=30, blank=True)
    url = models.CharField(max_length=300, blank=True)
    there = models.CharField(max_length=10, choices=There.choices, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    publishes = models.BooleanField(default=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cve_wanted = models.BooleanField(default=False)
    cve_asked_at = models.DateTimeField(null=True, blank=True)
    cve_id = models.CharField(max_length=30, blank=True)
    next_at = models.DateTimeField()
    failure = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("organisation", "next_at"), name="drafts_due"),)

    def __str__(self) -> str:
        return self.ghsa_id or f"draft for {self.advisory_id}"
