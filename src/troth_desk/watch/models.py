"""What projects are made of, what is known to be wrong with it, and when that was looked at.

The reverse index is ``Package`` → ``Release`` → ``Part``: an advisory names a package, and the parts of its releases
say whose projects they are in. A weakness is known of a release once, however many projects use it.
"""

from __future__ import annotations

from django.db import models

from troth_desk.findings.models import Finding
from troth_desk.people.models import ApiKey
from troth_desk.tenants.models import Project, TenantModel


class Kind(models.TextChoices):
    """What a list of components was read from."""

    LOCKFILES = "lockfiles", "lockfiles"
    CYCLONEDX = "cyclonedx", "CycloneDX"
    SPDX = "spdx", "SPDX"


class Origin(models.TextChoices):
    """How a list came to the desk."""

    PUSH = "push", "sent by CI"
    UPLOAD = "upload", "uploaded on a page"
    AUDIT = "audit", "read by an audit of the desk"


class Package(TenantModel):
    """A package that some project of the organisation uses or used, by the names of OSV.

    ``state`` is the digest of what the advisories said of it when its releases were last held against them, "" before
    the first time (see ``Index.states``).
    """

    ecosystem = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "ecosystem", "name"), name="one_package_a_name"),
        )
        indexes = (
            models.Index(fields=("organisation", "id"), condition=models.Q(state=""), name="packages_never_compared"),
        )

    def __str__(self) -> str:
        return f"{self.ecosystem} {self.name}"


class Release(TenantModel):
    """One version of a package; "" where a list names none."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("package", "version"), name="one_watched_release_a_version"),)

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


class Inventory(TenantModel):
    """A list of components of a project, as one source gave it; the newest of each source is ``current``.

    ``made_at`` is when the list says it was made, else when it came; ``confirmed_at`` when the very same list came
    last. ``digest`` is the SHA-256 of its components. ``unread`` are what it does not tell, as ``[what, reason]``, the
    first hundred of ``gaps``; ``unknown`` counts components that no ecosystem of advisories is known for, by type.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="inventories")
    source = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    commit = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    components = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    unread = models.JSONField(default=list)
    unknown = models.JSONField(default=dict)
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "source"), condition=models.Q(current=True), name="one_current_inventory_a_source"
            ),
        )
        indexes = (models.Index(fields=("organisation", "project", "-received_at"), name="inventories_by_time"),)

    def __str__(self) -> str:
        return f"{self.source} of {self.received_at:%Y-%m-%d}"


class Part(TenantModel):
    """A release in a project, as one file of one source names it, from the inventory that brought it to the one that
    did not name it any more (``left``, None while it is there).

    ``direct`` is None where the file cannot tell; ``via`` is the way by which it comes in, names joined by " › ";
    ``own`` is false among other people's code and test data. Fields are those of ``troth``'s ``Component``.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="parts")
    source = models.CharField(max_length=100)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    path = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    direct = models.BooleanField(null=True, blank=True)
    scope = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=20, default="registry")
    via = models.CharField(max_length=300, blank=True)
    own = models.BooleanField(default=True)
    entered = models.ForeignKey(Inventory, on_delete=models.PROTECT, related_name="brought")
    left = models.ForeignKey(Inventory, on_delete=models.PROTECT, null=True, blank=True, related_name="dropped")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "source", "release", "path"),
                condition=models.Q(left__isnull=True),
                name="one_part_a_place",
            ),
        )
        indexes = (
            models.Index(fields=("release",), condition=models.Q(left__isnull=True), name="parts_of_a_release"),
            models.Index(fields=("organisation", "project", "left"), name="parts_of_a_project"),
        )

    def __str__(self) -> str:
        return f"{self.release} in {self.path}"


class Ended(models.TextChoices):
    """Why a weakness is not known of a release any more."""

    WITHDRAWN = "withdrawn", "its advisory was withdrawn"
    CORRECTED = "corrected", "its advisory does not name this version any more"


class Weakness(TenantModel):
    """A weakness that the advisories know of a release; all aliases are one. Fields as in ``troth``'s ``Weakness``.

    ``name`` is the record that tells of it best, ``aliases`` its other names, ``key`` the name under which it was found
    first in any release of the package: it stays whatever names come later. ``found_at`` is when the desk saw it
    first, ``ended_at`` when the advisories did not say it any more. ``pending``: it has changed, and the findings of
    the projects that use the release do not say so yet.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="weaknesses")
    key = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    aliases = models.JSONField(default=list)
    summary = models.CharField(max_length=300, blank=True)
    rating = models.CharField(max_length=20)
    score = models.FloatField(null=True, blank=True)
    vector = models.CharField(max_length=300, blank=True)
    rated_by = models.CharField(max_length=100, blank=True)
    fixed = models.CharField(max_length=200, blank=True)
    only_if = models.CharField(max_length=500, blank=True)
    informational = models.CharField(max_length=60, blank=True)
    exploited = models.BooleanField(default=False)
    epss = models.FloatField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=20, choices=Ended.choices, blank=True)
    pending = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("release", "name"), condition=models.Q(ended_at__isnull=True), name="one_open_weakness_a_name"
            ),
        )
        indexes = (
            models.Index(
                fields=("organisation", "release"), condition=models.Q(ended_at__isnull=True), name="weak_now"
            ),
            models.Index(fields=("organisation", "id"), condition=models.Q(pending=True), name="weaknesses_to_tell"),
        )

    def __str__(self) -> str:
        return f"{self.name} in {self.release}"


class Concern(TenantModel):
    """A weakness of a package in a project, whatever versions of it are in use, and the finding that says so.

    ``key`` is that of the weaknesses. ``began_at`` is since when it concerns the project, ``ended_at`` when it did not
    any more: the component is gone or mended, or the advisory was taken back.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="concerns")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="concerns")
    key = models.CharField(max_length=100)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="concerns")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "package", "key"), name="one_concern_a_weakness"),)

    def __str__(self) -> str:
        return f"{self.key} of {self.package} in {self.project}"


class Watching(TenantModel):
    """Where the watch of an organisation stands: one row.

    ``mark`` tells one state of the index's file from another, ``digest`` is that of its records. ``looked_at`` is when
    the desk last looked whether there is a new one, ``compared_at`` when everything was last held against one.
    ``failure`` says why it could not, "" where it could.
    """

    mark = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    records = models.PositiveIntegerField(default=0)
    newest = models.DateTimeField(null=True, blank=True)
    fetched = models.DateTimeField(null=True, blank=True)
    ecosystems = models.JSONField(default=dict)
    looked_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation",), name="one_watch_an_organisation"),)

    def __str__(self) -> str:
        return f"watch of {self.organisation}"


class Comparison(TenantModel):
    """One state of the advisories that everything was held against: the history that proves the subscription.

    ``packages`` were looked up, of ``changed`` the advisories said something new; ``found`` and ``ended`` weaknesses
    followed. ``began_at`` is when the desk saw the state, ``at`` when it was through.
    """

    began_at = models.DateTimeField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    records = models.PositiveIntegerField(default=0)
    newest = models.DateTimeField(null=True, blank=True)
    fetched = models.DateTimeField(null=True, blank=True)
    packages = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("organisation", "-at"), name="comparisons_by_time"),)

    def __str__(self) -> str:
        return f"comparison of {self.at:%Y-%m-%d}"
