"""Advisories: what is written, who stood in for it, and each revision that the world was shown."""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case
from troth_desk.people.models import Membership
from troth_desk.publishing.states import Did, State
from troth_desk.tenants.models import Project, TenantModel

__all__ = ("Advisory", "Did", "Publisher", "Revision", "State", "Step")

WINDOW = 7
"""Days that users have to update before details are published, where the policy promises time and says no number."""


class Publisher(TenantModel):
    """What the advisories of a project have in common.

    ``vendor`` and ``product`` name it in CSAF and CVE; ``ecosystem`` and ``package`` are where people install it from;
    ``namespace`` is the address that stands for the publisher in CSAF, the desk's own where it is "". ``cna`` is the
    UUID of the CVE numbering authority that assigns the numbers. ``days``: for how long users have time to update
    between the release of a fix and its details, None for what the policy says.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    vendor = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=200, blank=True)
    ecosystem = models.CharField(max_length=60, blank=True)
    package = models.CharField(max_length=300, blank=True)
    namespace = models.URLField(blank=True)
    cna = models.CharField(max_length=36, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"publisher of {self.project}"


class Advisory(TenantModel):
    """One advisory. ``reference`` is its public id ("x_harbour-2026-0001"), which never changes.

    ``content`` is what is being written (see ``publishing.content``). ``fix_released_at`` is when the fix came out, as
    ``fix_release`` (a version or an address). ``publish_at``: the worker publishes it then. ``details_at``: details
    that were held back are published then. ``early_reason`` says why users were given less time than is promised.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="advisories")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="advisories")
    reference = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    content = models.JSONField(default=dict)
    fix_released_at = models.DateTimeField(null=True, blank=True)
    fix_release = models.CharField(max_length=300, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    details_at = models.DateTimeField(null=True, blank=True)
    early_reason = models.CharField(max_length=1_000, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=1_000, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "reference"), name="one_advisory_a_reference"),
            models.UniqueConstraint(
                fields=("case",), condition=~models.Q(state="withdrawn"), name="one_standing_advisory_a_case"
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "-published_at", "-id"), name="advisories_by_publication"),
            models.Index(
                fields=("organisation", "publish_at"),
                condition=models.Q(publish_at__isnull=False),
                name="advisories_scheduled",
            ),
            models.Index(
                fields=("organisation", "details_at"),
                condition=models.Q(details_at__isnull=False),
                name="advisories_with_details_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        """Its title as it is being written."""
        return str(self.content.get("title", ""))

    @property
    def subject(self) -> str:
        """Its name in clocks, notices and the ledger: "advisory:x_harbour-2026-0001"."""
        return f"advisory:{self.reference}"


class Revision(TenantModel):
    """What the world was shown from ``at`` on: never changed, only followed by the next one.

    ``content`` names participants of the case by number alone (see ``publishing.crediting``). ``withheld`` are the
    fields that come later, each with its words. ``digest`` is that of the content that was approved; ``summary`` says
    what is new in it.
    """

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    withheld = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    summary = models.CharField(max_length=1_000)
    withdrawn = models.BooleanField(default=False)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("advisory", "number"), name="one_revision_a_number"),)

    def __str__(self) -> str:
        return f"revision {self.number}"


class Step(TenantModel):
    """Something that was done to an advisory; ``digest`` is that of the content that it was done to."""

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="steps")
    did = models.CharField(max_length=20, choices=Did.choices)
    digest = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=1_000, blank=True)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.did} {self.at}"
