"""How a project is audited by the desk itself, and each audit with how it ended."""

from __future__ import annotations

from django.db import models

from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project, TenantModel

LONGEST_FAILURE = 500
"""Characters of why an audit failed."""


class Plan(TenantModel):
    """How the desk audits ``project``. Without a row it does so as the policy promises, where there is a repository.

    ``every`` are days that the team chose, None for those of the policy. ``branch`` "" is the repository's own first
    one. ``next_at`` is when the next one is due, None where that has to be worked out anew. ``failing_since`` is the
    first failure after the last audit that ended well, ``failures`` how many there were since.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="audit_plan")
    on = models.BooleanField(default=True)
    branch = models.CharField(max_length=200, blank=True)
    every = models.PositiveSmallIntegerField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{'on' if self.on else 'off'}, next at {self.next_at}"


class Why(models.TextChoices):
    """What an audit was begun for."""

    RHYTHM = "rhythm", "the promised rhythm"
    ASKED = "asked", "somebody asked for it"


class State(models.TextChoices):
    """Where an audit stands."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class Isolation(models.TextChoices):
    """What stood between the tools and the machine, as the audit itself told it."""

    UNKNOWN = "", "nothing was run"
    SANDBOX = "sandbox", "bubblewrap: no network, no home, the system read-only"
    PROCESS = "process", "processes of their own, and no sandbox: bubblewrap is not installed"
    NONE_NEEDED = "none needed", "no tool was started"


class Audit(TenantModel):
    """One audit that the desk made or is to make. ``actor`` is who asked, as the ledger names them.

    ``claimed_until`` is the lease of the process that is at it, which renews it as long as it lives; ``machine`` is the
    name of its machine, ``tries`` how many processes began it. ``url`` is what was cloned, ``commit`` what was found
    there. ``scan`` is the result among all results of the project; a failed audit has none, and proves nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="audits")
    why = models.CharField(max_length=10, choices=Why.choices)
    actor = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    machine = models.CharField(max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    url = models.CharField(max_length=1000, blank=True)
    commit = models.CharField(max_length=64, blank=True)
    isolation = models.CharField(max_length=12, choices=Isolation.choices, blank=True)
    failure = models.CharField(max_length=LONGEST_FAILURE, blank=True)
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, null=True, blank=True, related_name="audits")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project",),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_open_audit_a_project",
            ),
        )
        indexes = (models.Index(fields=("organisation", "project", "-asked_at"), name="audits_by_time"),)
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.state}, asked at {self.asked_at}"

    @property
    def open(self) -> bool:
        """Whether it has still to end."""
        return self.state in (State.WAITING, State.RUNNING)
