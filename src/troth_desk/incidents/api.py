"""``/api/v1/incidents`` and ``/api/v1/alerts``: programs read and write incidents, monitoring tells of alerts.

What is refused is answered with 409 and the sentence that a person would read; what is no proper request with 422.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field, StrictBool, StrictInt

from troth_desk import clock
from troth_desk.cases.api import Asked
from troth_desk.faces.instants import Instant
from troth_desk.incidents import actions, alerting, queries
from troth_desk.incidents.actions import Declared, Refused
from troth_desk.incidents.models import Entry, EntryKind, Incident, Outcome
from troth_desk.incidents.pages import stages
from troth_desk.ledger.actor import Actor
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of

router = Router(tags=["incidents"])
READS, WRITES, SENDS = KeyAuth("incidents:read"), KeyAuth("incidents:write"), KeyAuth("alerts:send")
MOST = 100
"""Incidents of one page."""
FURTHEST = 1_000_000_000
P = ParamSpec("P")
R = TypeVar("R")
ALERTS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        {
                            "type": "object",
                            "title": "Alertmanager",
                            "description": "What Alertmanager's webhook sends (version 4). Looked for first.",
                            "required": ["alerts"],
                            "properties": {"alerts": {"type": "array", "items": {"type": "object"}}},
                        },
                        {
                            "type": "object",
                            "title": "Plain",
                            "description": "What is no text, or no time, is left out: no alert is lost to it.",
                            "required": ["key", "title"],
                            "properties": {
                                "key": {"type": "string", "description": "The same each time it is told."},
                                "title": {"type": "string"},
                                "state": {"description": "“firing”, as where there is none, or “resolved”."},
                                "severity": {"description": "How severe it is, as the monitoring calls it."},
                                "class": {"description": "A class that the policy names."},
                                "description": {"description": "What happened."},
                                "group": {"description": "Alerts of one group are one incident."},
                                "url": {"description": "Where the monitoring shows it."},
                                "started_at": {"description": "When it began (RFC 3339)."},
                            },
                        },
                    ]
                }
            }
        },
    }
}


class IncidentTold(Schema):
    """One incident. ``phase`` is the name of the one that it is in; ``class`` is "" for the general kind."""

    id: str
    title: str
    project: str
    class_: str = Field(serialization_alias="class")
    level: str
    severity: str
    exercise: bool
    origin: str
    state: str
    phase: str
    outcome: str
    happened_at: datetime | None
    detected_at: datetime
    opened_at: datetime
    closed_at: datetime | None


class PhaseTold(Schema):
    """A phase: ``standing`` is "done", "running", "left with a reason", "left out" or "to come"."""

    ordinal: int
    name: str
    standing: str
    document: str
    line: int


class TaskTold(Schema):
    """A task."""

    id: int
    words: str
    role: str
    state: str
    due_at: datetime | None


class LineTold(Schema):
    """A line of the timeline."""

    id: int
    kind: str
    words: str
    happened_at: datetime
    written_at: datetime


class WholeIncident(IncidentTold):
    """One incident with its phases, tasks and timeline."""

    summary: str
    phases: list[PhaseTold]
    tasks: list[TaskTold]
    timeline: list[LineTold]


class IncidentPage(Schema):
    """Incidents, the newest first; ``next`` is the ``offset`` of the next page, None at the end."""

    incidents: list[IncidentTold]
    next: int | None


class DeclareAsked(Asked):
    """What is known when an incident begins."""

    project: str
    title: str
    summary: str = ""
    incident_class: str = Field("", alias="class")
    level: str = ""
    severity: str = ""
    exercise: StrictBool = False
    happened_at: Instant | None = None
    detected_at: Instant | None = None
    systems: list[str] = Field(default_factory=list, max_length=50)


class PhaseAsked(Asked):
    """``to`` is the place of a phase, from 1; a reason where something is not ticked, and for going back."""

    to: StrictInt
    reason: str = ""


class RateAsked(Asked):
    """A severity, with a reason where it falls."""

    severity: str
    reason: str = ""


class LineAsked(Asked):
    """A fact or a decision, and when it happened."""

    words: str
    kind: str = EntryKind.FACT.value
    happened_at: Instant | None = None


class TaskAsked(Asked):
    """``state`` is "done", "dropped" or "open"; ``record`` says what was done, or why not."""

    state: str
    record: str = ""


class CloseAsked(Asked):
    """How it ended."""

    outcome: Literal["handled", "false alarm"]
    reason: str = ""


class AlertTaken(Schema):
    """What became of one alert: ``incident`` is "" where it said that something is over which nobody knew of."""

    title: str
    incident: str
    new: bool


class AlertsTaken(Schema):
    """What became of a message."""

    alerts: list[AlertTaken]


class PlaybookTold(Schema):
    """A playbook as it stands; ``version`` 0 is the one that comes with the desk."""

    name: str
    title: str
    classes: list[str]
    version: int
    text: str


def _incident(request: HttpRequest, reference: str) -> Incident:
    found = queries.incident(key_of(request).organisation, reference)
    if found is None:
        raise HttpError(404, "There is no incident of this name here.")
    return found


def _doing(request: HttpRequest, reference: str) -> tuple[Incident, Actor, datetime]:
    return _incident(request, reference), actor_of(key_of(request)), clock.now()


def _allowed(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What ``act`` answers; its refusal as an answer of the interface."""
    try:
        return act(*args, **kwargs)
    except Refused as refused:
        raise HttpError(409, str(refused)) from None


@router.get("/incidents", auth=READS, response=IncidentPage, by_alias=True)
def listed(
    request: HttpRequest,
    state: str = "",
    project: str = "",
    exercise: str = "",
    offset: Annotated[int, Field(ge=0, le=FURTHEST)] = 0,
) -> dict[str, Any]:
    """Incidents, narrowed by what is given, the newest first. ``exercise`` is "yes" or "no"."""
    filters = {"state": state, "project": project, "exercise": exercise}
    organisation = key_of(request).organisation
    found = list(queries.incidents(organisation, filters)[offset : offset + MOST + 1])
    phases = queries.present_phases(organisation, found[:MOST])
    more = len(found) > MOST
    return {
        "incidents": [_row(one, phases.get(one.pk, "")) for one in found[:MOST]],
        "next": offset + MOST if more else None,
    }


@router.post("/incidents", auth=WRITES, response={201: IncidentTold}, by_alias=True)
def declare(request: HttpRequest, payload: DeclareAsked) -> Status[dict[str, Any]]:
    """Declare an incident, or an exercise; 409 with the reason where the policy knows no such class or level."""
    declared = Declared(
        title=payload.title,
        summary=payload.summary,
        incident_class=payload.incident_class,
        level=payload.level,
        severity=payload.severity,
        exercise=payload.exercise,
        happened_at=payload.happened_at,
        detected_at=payload.detected_at,
        systems=payload.systems,
    )
    key = key_of(request)
    project = project_of(key_of(request), payload.project)
    made = _allowed(actions.open_incident, project, declared, by=actor_of(key), at=clock.now())
    return Status(201, told(made))


@router.get("/incidents/{slug:reference}", auth=READS, response=WholeIncident, by_alias=True)
def whole(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One incident with its phases, tasks and timeline."""
    found = _incident(request, reference)
    entries = Entry.objects.filter(organisation_id=found.organisation_id, incident=found)
    return told(found) | {
        "summary": found.summary,
        "phases": [
            {
                "ordinal": stage.phase.ordinal,
                "name": stage.phase.name,
                "standing": stage.standing,
                "document": stage.phase.document,
                "line": stage.phase.line,
            }
            for stage in stages(found, queries.phases(found))
        ],
        "tasks": [_task(one) for one in queries.tasks(found)],
        "timeline": [_entry(one) for one in entries.order_by("happened_at", "pk")],
    }


@router.post("/incidents/{slug:reference}/moves", auth=WRITES, response=IncidentTold, by_alias=True)
def move(request: HttpRequest, reference: str, payload: PhaseAsked) -> dict[str, Any]:
    """Go on to a phase, or back to it."""
    incident, by, at = _doing(request, reference)
    _allowed(actions.move, incident, payload.to, payload.reason, by=by, at=at)
    return told(incident)


@router.post("/incidents/{slug:reference}/severity", auth=WRITES, response=IncidentTold, by_alias=True)
def rate(request: HttpRequest, reference: str, payload: RateAsked) -> dict[str, Any]:
    """Set how severe it is."""
    incident, by, at = _doing(request, reference)
    _allowed(actions.rate, incident, payload.severity, payload.reason, by=by, at=at)
    return told(incident)


@router.post("/incidents/{slug:reference}/timeline", auth=WRITES, response={201: LineTold})
def write(request: HttpRequest, reference: str, payload: LineAsked) -> Status[dict[str, Any]]:
    """Write a line of the timeline."""
    incident, by, at = _doing(request, reference)
    made = _allowed(
        actions.note, incident, payload.words, kind=payload.kind, happened_at=payload.happened_at, by=by, at=at
    )
    return Status(201, _entry(made))


@router.post("/incidents/{slug:reference}/tasks/{int:number}", auth=WRITES, response=TaskTold)
def settle(request: HttpRequest, reference: str, number: int, payload: TaskAsked) -> dict[str, Any]:
    """Say what became of a task."""
    incident, by, at = _doing(request, reference)
    task = queries.tasks(incident).filter(pk=number).first()
    if task is None:
        raise HttpError(404, "There is no such task in this incident.")
    _allowed(actions.settle_task, task, payload.state, payload.record, by=by, at=at)
    return _task(task)


@router.post("/incidents/{slug:reference}/end", auth=WRITES, response=IncidentTold, by_alias=True)
def close(request: HttpRequest, reference: str, payload: CloseAsked) -> dict[str, Any]:
    """End it: handled, or a false alarm."""
    incident, by, at = _doing(request, reference)
    _allowed(actions.close, incident, Outcome(payload.outcome), payload.reason, by=by, at=at)
    return told(incident)


@router.post("/alerts", auth=SENDS, response=AlertsTaken, openapi_extra=ALERTS)
def alerts(request: HttpRequest, project: str) -> dict[str, Any]:
    """Take what a monitoring tells, as Alertmanager or in the plain shape. The same alert twice is one incident."""
    key, at = key_of(request), clock.now()
    found = project_of(key_of(request), project)
    try:
        told_alerts = alerting.read(request.read(alerting.LARGEST + 1))
    except alerting.UnreadableAlertError as error:
        raise HttpError(422, str(error)) from None
    taken = [(one, _allowed(actions.alerted, found, one, by=actor_of(key), at=at)) for one in told_alerts]
    return {
        "alerts": [
            {"title": one.title, "incident": each.incident.reference if each.incident else "", "new": each.new}
            for one, each in taken
        ]
    }


@router.get("/playbooks/{slug:project}", auth=READS, response=list[PlaybookTold])
def playbooks(request: HttpRequest, project: str) -> list[dict[str, Any]]:
    """The playbooks of a project, each with its text."""
    found = queries.playbooks(project_of(key_of(request), project))
    return [
        {
            "name": one.slug,
            "title": one.playbook.title,
            "classes": list(one.playbook.classes),
            "version": one.number,
            "text": one.text,
        }
        for one in found.values()
    ]


def told(incident: Incident) -> dict[str, Any]:
    """``incident`` as the interface tells it."""
    present = queries.phase(incident, incident.phase)
    return _row(incident, present.name if present else "")


def _row(incident: Incident, phase: str) -> dict[str, Any]:
    same = ("title", "level", "severity", "exercise", "origin", "state", "outcome")
    times = ("happened_at", "detected_at", "opened_at", "closed_at")
    return {name: getattr(incident, name) for name in (*same, *times)} | {
        "id": incident.reference,
        "project": incident.project.slug,
        "class_": incident.incident_class,
        "phase": phase,
    }


def _task(task: Any) -> dict[str, Any]:
    return {"id": task.pk} | {name: getattr(task, name) for name in ("words", "role", "state", "due_at")}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"id": entry.pk} | {name: getattr(entry, name) for name in ("kind", "words", "happened_at", "written_at")}
