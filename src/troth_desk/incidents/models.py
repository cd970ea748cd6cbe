"""Incidents and what becomes of them: phases, criteria, tasks, timeline, roles, communication, alerts, playbooks.

What was written is never changed, only followed: a severity by another one with its reason, a member of a role by the
next, an entry of the timeline by an entry that corrects it.
"""

from __future__ import annotations

from django.db import models

from troth_desk.cases.models import Case
from troth_desk.cases.states import Severity
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project, TenantModel

__all__ = (
    "Affected", "Alert", "Communication", "Criterion", "Entry", "Incident", "Move", "Part", "Phase", "PlaybookText",
    "Review", "ReviewAction", "RoleHeld", "Severity", "SeverityChange", "Task",
)  # fmt: skip


class Origin(models.TextChoices):
    """How an incident came to be known."""

    HAND = "hand", "declared by hand"
    CASE = "case", "from a report"
    LOGINS = "logins", "from failed logins"
    ALERT = "alert", "from monitoring"


class State(models.TextChoices):
    """Whether somebody works on it."""

    OPEN = "open", "open"
    CLOSED = "closed", "closed"


class Outcome(models.TextChoices):
    """How it ended. Only what was handled shows that a class or a phase was gone through."""

    HANDLED = "handled", "handled"
    FALSE_ALARM = "false alarm", "a false alarm"
    MERGED = "merged", "part of another incident"


class Incident(TenantModel):
    """Something that happens and is answered. ``reference`` is its name ("IN-7K3MQ9TD"), random, never reused.

    ``incident_class`` and ``level`` are names that the policy gives ("data breach", "SEV1"), "" for the general kind.
    ``exercise``: nothing happened, it is practised. ``happened_at`` is when it began, as far as that is known;
    ``detected_at`` when the team became aware of it, which clocks count from; ``opened_at`` when it was written down.
    ``phase`` is the ordinal of the phase that it is in. ``playbook`` is the short name of the one that it began with,
    ``playbook_number`` its version (0: as shipped), ``playbook_text`` its words as they were.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="incidents")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents")
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    incident_class = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=100, blank=True)
    severity = models.CharField(max_length=20, choices=Severity.choices)
    exercise = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.HAND)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    phase = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="merged")
    happened_at = models.DateTimeField(null=True, blank=True)
    detected_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    playbook = models.CharField(max_length=80, blank=True)
    playbook_number = models.PositiveIntegerField(default=0)
    playbook_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(fields=("organisation", "state", "-opened_at", "-id"), name="incidents_by_state"),
            models.Index(fields=("organisation", "project", "closed_at"), name="incidents_of_a_project"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def subject(self) -> str:
        """Its name in clocks, notices and the ledger: "incident:IN-7K3MQ9TD"."""
        return f"incident:{self.reference}"


class Phase(TenantModel):
    """One phase of an incident, as the policy names it, in its order from 1.

    ``kinds`` are what it is of the six that most plans know (``incidents.phases``). ``commitment``, ``document``,
    ``line`` and ``sentence`` are the promise, empty where the policy names no phases. ``complete``: it was left, last,
    with every exit criterion ticked; ``reason`` is why it was left or skipped otherwise.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="phases")
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    kinds = models.JSONField(default=list)
    commitment = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=300, blank=True)
    line = models.PositiveIntegerField(default=0)
    sentence = models.TextField(blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    complete = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("ordinal",)
        constraints = (models.UniqueConstraint(fields=("incident", "ordinal"), name="one_phase_a_place"),)

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    """Which side of a phase a criterion stands at."""

    ENTER = "enter", "enter when"
    LEAVE = "leave", "leave when"


class Criterion(TenantModel):
    """What has to be so before a phase is entered or left. ``ticked_by`` is the actor who said that it is so."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="criteria")
    part = models.CharField(max_length=10, choices=Part.choices)
    ordinal = models.PositiveIntegerField()
    words = models.CharField(max_length=500)
    ticked_at = models.DateTimeField(null=True, blank=True)
    ticked_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("part", "ordinal", "id")

    def __str__(self) -> str:
        return self.words


class Move(TenantModel):
    """One move from a phase to another; ``before`` 0 is the begin, ``after`` 0 the end; ``unmet`` criteria stood."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="moves")
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    unmet = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", "open"
    DONE = "done", "done"
    DROPPED = "dropped", "not done, for a reason"


class TaskSource(models.TextChoices):
    """Where a task comes from."""

    PLAYBOOK = "playbook", "from the playbook"
    CLOCK = "clock", "a clock of the playbook"
    HAND = "hand", "added by the team"


class Task(TenantModel):
    """Something to do. ``phase`` is the one whose checklist it stands in, None for what runs beside all of them.

    ``role`` is who does it by the playbook, ``owner`` who does it. ``within`` (ISO 8601) and ``basis`` count from what
    ``counts_from`` says ("detection", "phase"); ``due_at`` is known, and its clock runs, once that has
    come. ``record`` says what was done, or why not.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    ordinal = models.PositiveIntegerField()
    words = models.CharField(max_length=500)
    role = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=10, choices=TaskSource.choices, default=TaskSource.HAND)
    within = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=20, blank=True)
    counts_from = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    record = models.TextField(blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("ordinal", "id")

    def __str__(self) -> str:
        return self.words

    @property
    def action(self) -> str:
        """What its clock calls it."""
        return f"task-{self.pk}"


class EntryKind(models.TextChoices):
    """What an entry of the timeline says."""

    FACT = "fact", "what happened"
    DECISION = "decision", "a decision"


class Entry(TenantModel):
    """A line of the timeline: when it ``happened_at``, when it was ``written_at``. Never changed, only corrected."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices, default=EntryKind.FACT)
    words = models.TextField()
    corrects = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="corrections")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("happened_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} of {self.happened_at}"


class RoleHeld(TenantModel):
    """Who has a role of an incident ("lead"), from ``since`` on; ``until`` is empty while they have it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=60)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "role"), condition=models.Q(until__isnull=True), name="one_member_a_role"
            ),
        )

    def __str__(self) -> str:
        return self.role


class AffectedState(models.TextChoices):
    """How a system stands."""

    AFFECTED = "affected", "affected"
    ISOLATED = "isolated", "isolated"
    RESTORED = "restored", "restored"
    CLEAR = "clear", "looked at, not affected"


class Affected(TenantModel):
    """A system that is affected, or a ``case`` that belongs to it; for a case ``name`` is empty."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="affected")
    name = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents")
    state = models.CharField(max_length=10, choices=AffectedState.choices, default=AffectedState.AFFECTED)
    note = models.CharField(max_length=500, blank=True)
    actor = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("incident", "case"), condition=models.Q(case__isnull=False), name="one_case_an_incident"
            ),
            models.UniqueConstraint(
                fields=("incident", "name"), condition=models.Q(case__isnull=True), name="one_system_a_name"
            ),
        )

    def __str__(self) -> str:
        return self.name or "a case"


class SeverityChange(TenantModel):
    """One rating of an incident; it falls only for a ``reason``."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="ratings")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Way(models.TextChoices):
    """By which way somebody was told."""

    MAIL = "mail", "mail"
    PHONE = "phone", "telephone"
    CHAT = "chat", "chat"
    MEETING = "meeting", "meeting"
    STATUS_PAGE = "status page", "status page"
    ADVISORY = "advisory", "advisory"
    FORM = "form", "form of an authority"
    LETTER = "letter", "letter"
    OTHER = "other", "another way"


class Communication(TenantModel):
    """Who was told what, when, by which way; what was said outside counts from ``told_at``, written ``written_at``."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="communications")
    to_whom = models.CharField(max_length=300)
    way = models.CharField(max_length=20, choices=Way.choices)
    words = models.TextField()
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=60)
    told_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("told_at", "id")

    def __str__(self) -> str:
        return f"{self.way} of {self.told_at}"


class Alert(TenantModel):
    """What a monitoring told, once for as long as it lasts. ``fingerprint`` tells one alert from others of its source.

    ``group`` is that of alerts which came together. ``current``: the same alert again belongs to this one. ``count`` is
    how often it came, ``labels`` what came with it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="alerts")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="alerts")
    source = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    group = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=300)
    labels = models.JSONField(default=dict)
    current = models.BooleanField(default=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ("first_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "source", "fingerprint"),
                condition=models.Q(current=True),
                name="one_current_alert_a_fingerprint",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Review(TenantModel):
    """The look back after an incident: due by a clock, held once, with what was found."""

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="review")
    due_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    went_well = models.TextField(blank=True)
    went_badly = models.TextField(blank=True)
    actor = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"review due {self.due_at}"


class ReviewAction(TenantModel):
    """What the review found to be done, by when; ``obligation`` is its name among the reviews of the team."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="actions")
    words = models.CharField(max_length=300)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    obligation = models.CharField(max_length=120, blank=True)
    actor = models.CharField(max_length=60)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return self.words


class PlaybookText(TenantModel):
    """One version of a playbook of a project; the newest of a ``slug`` counts, and takes the place of a shipped one.

    ``text`` is Markdown in the format of ``docs/playbook-format.md``, kept byte by byte. ``origin`` is "desk" or
    "repository". ``retired``: from this version on there is none of that name.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="playbooks")
    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=20)
    retired = models.BooleanField(default=False)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("slug", "number")
        constraints = (models.UniqueConstraint(fields=("project", "slug", "number"), name="one_playbook_a_version"),)

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"
