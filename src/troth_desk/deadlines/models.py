"""Clocks: what is promised by when, in terms that were frozen when the clock was armed."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from troth_desk.policies.models import Promise
from troth_desk.tenants.models import Project, TenantModel


class Calendar(TenantModel):
    """When the team of an organisation works: weekdays (Monday = 0) and dated holidays. The zone is the organisation's.

    Holidays of ``country`` (ISO 3166-1) and ``subdivision`` (ISO 3166-2 without the country) were read once for
    ``first_year`` to ``last_year``; what stands in ``holidays`` since is the team's to edit.
    """

    working_days = models.JSONField(default=list)
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=10, blank=True)
    first_year = models.PositiveIntegerField(null=True, blank=True)
    last_year = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation",), name="one_calendar_an_organisation"),)

    def __str__(self) -> str:
        return f"calendar of {self.organisation}"


class Holiday(TenantModel):
    """A day on which the team of a calendar does not work."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("calendar", "day"), name="one_holiday_a_day"),)
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ClockState(models.TextChoices):
    """Where a clock stands. Overdue is no state: it is computed from ``due_at`` at any instant."""

    RUNNING = "running", "running"
    PAUSED = "paused", "paused"
    MET = "met", "met"
    STOPPED = "stopped", "stopped"


OPEN = (ClockState.RUNNING, ClockState.PAUSED)
_RUNNING = models.Q(state=ClockState.RUNNING)
_STILL = models.Q(state=ClockState.PAUSED)
_UNBROKEN = _RUNNING & models.Q(breached_at__isnull=True)


class Clock(TenantModel):
    """One thing owed by an instant. Everything from ``commitment`` to ``terms`` is frozen at arming.

    ``subject`` is what it is owed for ("case:TR-7K3MQ9TD"), ``action`` what is owed (a Deadline's or Recurrence's
    action). ``terms`` holds zone, working days and those holidays that can matter, as they were. ``breached_at`` is the
    due instant that passed unmet; once set it is never cleared. ``round`` counts the rounds of a cadence, from 1: each
    is a clock of its own. ``paused_for`` is the sum of its pauses, ``paused_at`` when the present one began.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="clocks")
    subject = models.CharField(max_length=120)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="clocks")
    action = models.CharField(max_length=60)
    commitment = models.CharField(max_length=200)
    document = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    sentence = models.TextField()
    within = models.CharField(max_length=40)
    basis = models.CharField(max_length=20)
    strength = models.CharField(max_length=20)
    cadence = models.BooleanField(default=False)
    terms = models.JSONField(default=dict)
    severity = models.CharField(max_length=20, blank=True)
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=ClockState.choices, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_for = models.DurationField(default=timedelta)
    met_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_reason = models.CharField(max_length=300, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    breach_told_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    """Which sweep took it: what a set-based update has won is read back by it."""

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "subject", "promise"),
                condition=models.Q(state__in=OPEN),
                name="one_open_clock_a_promise",
            ),
        )
        indexes = (
            # with the state in it, so that to count them is to read the index alone
            models.Index(fields=("organisation", "due_at", "id", "state"), condition=_RUNNING, name="clocks_due_next"),
            models.Index(fields=("organisation", "due_at", "id", "state"), condition=_STILL, name="clocks_paused"),
            models.Index(fields=("organisation", "due_at"), condition=_UNBROKEN, name="clocks_to_break"),
            models.Index(
                fields=("organisation", "warn_at"),
                condition=_UNBROKEN & models.Q(warned_at__isnull=True),
                name="clocks_to_warn",
            ),
            models.Index(fields=("organisation", "subject", "due_at"), name="clocks_of_a_subject"),
            models.Index(fields=("project", "commitment", "due_at"), name="clocks_of_a_promise"),
        )

    def __str__(self) -> str:
        return f"{self.action} for {self.subject} by {self.due_at}"


class Pause(TenantModel):
    """A time in which a clock stood still, and why. ``until`` is empty while it lasts."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.reason

    @property
    def length(self) -> timedelta | None:
        """For how long; None while it lasts."""
        return None if self.until is None else self.until - self.since
