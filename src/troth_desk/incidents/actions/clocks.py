"""Clocks of an incident: a task with a time has one from the instant that its time counts from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from troth.terms.time.due import Basis
from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines import queries as deadline_reads
from troth_desk.incidents.lengths import Length
from troth_desk.incidents.models import Incident, Task, TaskState
from troth_desk.ledger.actor import Actor

LEAST = timedelta(minutes=1)
"""What a task has at least that is due at once or was due before it was written down."""


def arm_tasks(incident: Incident, *, by: Actor, at: datetime) -> int:
    """Start the clocks of tasks whose time has begun to count, each once; how many.

    What counts from detection may be due already where the incident is written down late: then it is late, and says so.
    """
    waiting = Task.objects.filter(
        organisation_id=incident.organisation_id, incident=incident, state=TaskState.OPEN, due_at=None
    ).exclude(within="")
    terms = deadline_reads.terms(incident.project.organisation)
    begun = 0
    for task in waiting.select_related("phase"):
        start = _start(incident, task)
        length = Length(task.within, cast("Basis", task.basis or "calendar"))
        due_at = length.after(start, terms) if start is not None else None
        if start is None or due_at is None:
            continue
        arm(incident, task, started_at=start, due_at=due_at, by=by, at=at)
        begun += 1
    return begun


def _start(incident: Incident, task: Task) -> datetime | None:
    if task.counts_from != "phase":
        return incident.detected_at
    return task.phase.entered_at if task.phase else None


def arm(incident: Incident, task: Task, *, started_at: datetime, due_at: datetime, by: Actor, at: datetime) -> None:
    """Start the clock of one task."""
    deadlines.arm_own(
        incident.project,
        incident.subject,
        action=task.action,
        sentence=task.words,
        due_at=max(due_at, started_at + LEAST),
        started_at=started_at,
        severity=incident.severity,
        by=by,
        at=at,
    )
    Task.objects.filter(organisation_id=incident.organisation_id, pk=task.pk).update(due_at=due_at)
    task.due_at = due_at
