"""The checklist: tasks are done or dropped, criteria are ticked, both can be added."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from troth_desk.deadlines import actions as deadlines
from troth_desk.incidents import queries
from troth_desk.incidents.actions.bounds import Refused, line, of_team, still_open, text, told
from troth_desk.incidents.actions.clocks import arm
from troth_desk.incidents.models import Criterion, Incident, Part, Phase, Task, TaskSource, TaskState
from troth_desk.ledger.actions import Plain, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership

LONGEST_WORDS = 500


def add_task(
    incident: Incident,
    words: str,
    *,
    phase: Phase | None = None,
    owner: Membership | None = None,
    due_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """Add something to do; with ``due_at`` it has a clock. Raises ``Refused``."""
    still_open(incident)
    of_team(incident, owner)
    if due_at is not None and due_at <= at:
        raise Refused("That is over: say by when it is to be done.", "due_at")
    if phase is not None and phase.incident_id != incident.pk:
        raise Refused("There is no such phase in this incident.", "phase")
    with transaction.atomic():
        take_turn(incident.organisation_id)
        last = queries.tasks(incident).order_by("-ordinal").values_list("ordinal", flat=True).first()
        task = Task.objects.create(
            organisation_id=incident.organisation_id,
            incident=incident,
            phase=phase,
            ordinal=(last or 0) + 1,
            words=line(words, "what is to be done", "words", LONGEST_WORDS),
            owner=owner,
            source=TaskSource.HAND,
            added_at=at,
        )
        detail: dict[str, Plain] = {"task": task.pk, "member": owner.pk if owner else None}
        told(incident, "incident.task_added", detail, by=by, at=at)
        if due_at is not None:
            arm(incident, task, started_at=at, due_at=due_at, by=by, at=at)
    return task


def assign_task(task: Task, owner: Membership | None, *, by: Actor, at: datetime) -> None:
    """Say who does it. Raises ``Refused``."""
    incident = task.incident
    of_team(incident, owner)
    with transaction.atomic():
        take_turn(incident.organisation_id)
        Task.objects.filter(organisation_id=incident.organisation_id, pk=task.pk).update(owner=owner)
        task.owner = owner
        detail: dict[str, Plain] = {"task": task.pk, "member": owner.pk if owner else None}
        told(incident, "incident.task_given", detail, by=by, at=at)


def settle_task(task: Task, state: str, record: str = "", *, by: Actor, at: datetime) -> None:
    """It is done, or will not be done for a reason, or is open after all. Raises ``Refused``.

    Done meets its clock. What was dropped owes nothing any more; a breach that was before stays. A task that is opened
    again after its clock ended has none: what was done in time was done in time.
    """
    if state not in TaskState.values:
        raise Refused("Choose what became of it.", "state")
    if state == TaskState.DROPPED and not record.strip():
        raise Refused("Say why it is not done.", "record")
    with transaction.atomic():
        take_turn(task.organisation_id)
        _settle(task, state, text(record), by=by, at=at)


def _settle(task: Task, state: str, record: str, *, by: Actor, at: datetime) -> None:
    incident = task.incident
    mine = Task.objects.filter(organisation_id=incident.organisation_id, pk=task.pk, state=task.state)
    settled = state != TaskState.OPEN
    fields = {
        "state": state,
        "record": record or task.record,
        "settled_at": at if settled else None,
        "settled_by": str(by) if settled else "",
    }
    if task.state == state or not mine.update(**fields):
        task.refresh_from_db()
        return
    for name, value in fields.items():
        setattr(task, name, value)
    told(incident, "incident.task_settled", {"task": task.pk, "state": state}, by=by, at=at)
    organisation = incident.project.organisation
    if state == TaskState.DONE:
        deadlines.meet(organisation, incident.subject, task.action, by=by, at=at)
    elif state == TaskState.DROPPED:
        deadlines.stop(organisation, incident.subject, record[:300], actions=[task.action], by=by, at=at)


def add_criterion(phase: Phase, words: str, *, part: str = Part.LEAVE, by: Actor, at: datetime) -> Criterion:
    """Add what has to be so before a phase is entered or left. Raises ``Refused``."""
    incident = phase.incident
    still_open(incident)
    if part not in Part.values:
        raise Refused("Choose whether it is asked before the phase or after it.", "part")
    with transaction.atomic():
        take_turn(incident.organisation_id)
        made = Criterion.objects.create(
            organisation_id=incident.organisation_id,
            phase=phase,
            part=part,
            ordinal=Criterion.objects.filter(organisation_id=incident.organisation_id, phase=phase).count() + 1,
            words=line(words, "what has to be so", "words", LONGEST_WORDS),
        )
        told(incident, "incident.criterion_added", {"criterion": made.pk, "phase": phase.ordinal}, by=by, at=at)
    return made


def check(
    incident: Incident,
    *,
    tasks: Collection[int] = (),
    criteria: Collection[int] = (),
    were_tasks: Collection[int] = (),
    were_criteria: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Keep a checklist as a page sent it: what is ticked now against what was when it was shown; how many changes.

    What somebody else ticked meanwhile is left alone, since the page had not shown it.
    """
    with transaction.atomic():
        take_turn(incident.organisation_id)
        incident.refresh_from_db(fields=("state",))
        still_open(incident)
        changes = 0
        for task in queries.tasks(incident).filter(pk__in={*tasks, *were_tasks}).exclude(state=TaskState.DROPPED):
            wanted = TaskState.DONE if task.pk in tasks else TaskState.OPEN
            if (task.pk in tasks) != (task.pk in were_tasks) and task.state != wanted:
                _settle(task, wanted, "", by=by, at=at)
                changes += 1
        found = Criterion.objects.filter(
            organisation_id=incident.organisation_id, phase__incident=incident, pk__in={*criteria, *were_criteria}
        )
        for criterion in found:
            ticked = criterion.pk in criteria
            if ticked not in {criterion.pk in were_criteria, criterion.ticked_at is not None}:
                _tick(incident, criterion, ticked=ticked, by=by, at=at)
                changes += 1
    return changes


def _tick(incident: Incident, criterion: Criterion, *, ticked: bool, by: Actor, at: datetime) -> None:
    mine = Criterion.objects.filter(organisation_id=incident.organisation_id, pk=criterion.pk)
    mine.update(ticked_at=at if ticked else None, ticked_by=str(by) if ticked else "")
    told(incident, "incident.ticked", {"criterion": criterion.pk, "so": ticked}, by=by, at=at)
