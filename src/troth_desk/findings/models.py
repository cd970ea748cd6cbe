"""Findings of tools and advisories, what was decided of them, and the gates that releases went through."""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case
from troth_desk.findings.states import LIVE, Justification, Kind, Severity, State
from troth_desk.people.models import Membership
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project, TenantModel


class Stream(TenantModel):
    """Results of one tool that follow each other: what the newest whole one does not tell of any more is gone.

    ``source`` is the way they come ("audit", "sarif", "watch"), ``category`` tells several of one tool apart.
    ``newest_at`` is when the newest result ran, ``whole_at`` when the newest that left nothing out did.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="streams")
    source = models.CharField(max_length=20)
    tool = models.CharField(max_length=100)
    category = models.CharField(max_length=100, blank=True)
    newest_at = models.DateTimeField(null=True, blank=True)
    whole_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "source", "tool", "category"), name="one_stream_a_tool"),
        )

    def __str__(self) -> str:
        return f"{self.tool} {self.category}".strip()


class Import(TenantModel):
    """One result of one tool that was brought in; never changed.

    ``digest`` is that of what was sent, by which the same one is recognised. ``partial`` says why it was not whole, and
    closed nothing; ``older``: a newer one was there already, and it changed nothing. The counts are of findings:
    ``told`` by the tool, ``new``, ``gone``, ``back``, and ``twins`` that were told twice.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="imports")
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, null=True, blank=True, related_name="imports")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    version = models.CharField(max_length=100, blank=True)
    commit = models.CharField(max_length=64, blank=True)
    partial = models.JSONField(default=list)
    older = models.BooleanField(default=False)
    told = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    back = models.PositiveIntegerField(default=0)
    twins = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("stream", "digest"), name="one_import_a_result"),)
        indexes = (models.Index(fields=("organisation", "-received_at"), name="imports_by_time"),)
        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return f"{self.stream} of {self.at:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        """How notices call it: "import:17"."""
        return f"import:{self.pk}"


class Waiver(TenantModel):
    """That findings are left as they are until a day, for a reason: asked for by one person, approved by another.

    ``until`` is its end, which every one has. ``alone``: whoever asked approved it, since the team has nobody else who
    may. ``ended_at`` is when it ended, by its day or before; ``warned_at`` when its owner was told that it will.
    """

    class Stage(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", "waits for approval"
        APPROVED = "approved", "in force"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"
        ENDED = "ended", "ended"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="waivers")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.ASKED)
    reason = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    until = models.DateTimeField()
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_words = models.TextField(blank=True)
    alone = models.BooleanField(default=False)
    warned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "until"), condition=models.Q(stage="approved"), name="waivers_to_end"),
        )
        ordering = ("until", "id")

    def __str__(self) -> str:
        return f"waiver {self.pk} until {self.until:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        """How notices and the ledger call it: "waiver:17"."""
        return f"waiver:{self.pk}"


class Finding(TenantModel):
    """One weakness that a tool or an advisory tells of, known again by ``identity`` (see ``identity``).

    ``state`` is what was decided; ``gone_at`` since when nothing sees it any more; ``live`` both together: somebody has
    something to do. ``said`` is the tool's own word for the severity, ``rated``: a person set another one. ``stream``
    is what sees it; others that do are its sightings. ``counts_from`` is from when the policy's times to respond count,
    None where they do not; ``owes``: clocks wait to be started. ``words`` and ``justification`` are what the VEX
    document says. ``withdrawn_at``: the advisory was taken back.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="findings", db_index=False)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="findings")
    identity = models.CharField(max_length=32)
    identity_version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    tool = models.CharField(max_length=100)
    rule = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=500, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    package = models.CharField(max_length=200, blank=True)
    ecosystem = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=100, blank=True)
    fixed = models.JSONField(default=list)
    cwes = models.JSONField(default=list)
    aliases = models.JSONField(default=list)
    url = models.CharField(max_length=500, blank=True)
    severity = models.CharField(max_length=20, choices=Severity.choices, default=Severity.UNKNOWN)
    said = models.CharField(max_length=40, blank=True)
    score = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    vector = models.CharField(max_length=300, blank=True)
    rated = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=45)
    epss = models.FloatField(null=True, blank=True)
    kev = models.BooleanField(default=False)
    silenced = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    live = models.BooleanField(default=True)
    justification = models.CharField(max_length=60, choices=Justification.choices, blank=True)
    words = models.TextField(blank=True)
    owner = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    first_import = models.ForeignKey(
        Import, on_delete=models.PROTECT, null=True, blank=True, related_name="opened", db_index=False
    )
    gone_at = models.DateTimeField(null=True, blank=True)
    times_back = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    counts_from = models.DateTimeField(null=True, blank=True)
    owes = models.BooleanField(default=False)
    waiver = models.ForeignKey(
        Waiver, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", db_index=False
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "identity"), name="one_finding_an_identity"),
            models.CheckConstraint(
                condition=models.Q(live=True, gone_at__isnull=True, state__in=LIVE)
                | models.Q(live=False, gone_at__isnull=False)
                | (models.Q(live=False) & ~models.Q(state__in=LIVE)),
                name="live_is_seen_and_undecided",
            ),
        )
        indexes = (
            models.Index(
                fields=("organisation", "-rank", "-id", "project", "severity"),
                condition=models.Q(live=True),
                name="findings_to_do",
            ),
            models.Index(fields=("project", "live", "-rank", "-id"), name="findings_of_a_project"),
            models.Index(fields=("project", "package"), condition=~models.Q(package=""), name="findings_of_a_package"),
            models.Index(fields=("organisation", "owes"), condition=models.Q(owes=True), name="findings_that_owe"),
            models.Index(fields=("waiver",), condition=models.Q(waiver__isnull=False), name="findings_of_a_waiver"),
            models.Index(fields=("case",), condition=models.Q(case__isnull=False), name="findings_of_a_case"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.package or self.path}".strip()

    @property
    def subject(self) -> str:
        """How clocks, notices and the ledger call it: "finding:17"."""
        return f"finding:{self.pk}"

    @property
    def place(self) -> str:
        """Where it is: the package with its version, or the file with its line."""
        if self.package:
            return f"{self.package} {self.version}".strip()
        return f"{self.path}:{self.line}" if self.path and self.line else self.path

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids of the weakness."""
        return (self.rule, *self.aliases)


class Sighting(TenantModel):
    """Another stream that sees a finding beside its own: it is gone once none does."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="sightings")
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="sightings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("finding", "stream"), name="one_sighting_a_stream"),)

    def __str__(self) -> str:
        return f"{self.finding} seen by {self.stream}"


class Event(TenantModel):
    """What happened to a finding after it was first seen; never changed. ``words`` are the team's own."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    brought = models.ForeignKey(
        Import, on_delete=models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class DayCount(TenantModel):
    """How many findings of a severity were to be done in a project at the end of a day (UTC)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="day_counts")
    day = models.DateField()
    severity = models.CharField(max_length=20, choices=Severity.choices)
    live = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "day", "severity"), name="one_count_a_day"),)

    def __str__(self) -> str:
        return f"{self.live} {self.severity} on {self.day}"


class Release(TenantModel):
    """A version of a project that is to go, or went, to production."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=100)
    commit = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "version"), name="one_release_a_version"),)
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.version


class Passage(TenantModel):
    """That a release went through a gate: it was tested in staging, or went to production; never changed.

    ``at`` is when it happened, ``recorded_at`` when it was said. ``passed`` is the outcome of the test. ``evidence`` is
    a link or words. A passage to production without a test before it is ``untested``, with the reason.
    """

    class Stage(models.TextChoices):
        """Which gate."""

        STAGING = "staging", "tested in staging"
        PRODUCTION = "production", "in production"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="passages")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    passed = models.BooleanField(default=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    evidence = models.CharField(max_length=1000, blank=True)
    untested = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.release} {self.stage} at {self.at}"
