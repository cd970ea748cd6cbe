"""Clocks: what is promised by when, in terms that were frozen when the clock was armed."""

from __future__ import annotations

from django.db import models

from troth_desk.policies.models import Promise
from troth_desk.tenants.models import Project, TenantModel


class Calendar(TenantModel):
    """When a team works: its zone (IANA), the weekdays it works on (Monday = 0), and dated holidays."""

    name = models.CharField(max_length=100)
    zone = models.CharField(max_length=64, default="UTC")
    working_days = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


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


class Clock(TenantModel):
    """One thing owed by an instant. Everything from ``document`` to ``terms`` is frozen at arming.

    ``subject`` is what it is owed for ("case:TR-7K3MQ9TD"), ``action`` what is owed (a Deadline's or Recurrence's
    action). ``terms`` holds zone, working days and holidays as they were. ``breached_at`` is the due instant that
    passed unmet; once set it is never cleared. ``round`` counts the rounds of a cadence, from 1.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="clocks")
    subject = models.CharField(max_length=120)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="clocks")
    action = models.CharField(max_length=60)
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
    met_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_reason = models.CharField(max_length=300, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    breach_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "id")

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
