"""Alerts become incidents: the same one twice is one incident, those that come together are one, an end is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from troth_desk.incidents import phases, queries
from troth_desk.incidents.actions.opening import Declared, open_incident
from troth_desk.incidents.actions.working import note
from troth_desk.incidents.alerting import LOGINS, Told, digest
from troth_desk.incidents.models import Alert, Incident, Origin, State
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import SecurityEvent
from troth_desk.people.monitoring import words
from troth_desk.tenants.models import Project

LOGIN_PLAYBOOK = "authentication-bypass"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an alert: its incident, None where it said that something ended which nobody knew of."""

    incident: Incident | None
    new: bool


def alerted(
    project: Project, told: Told, *, origin: Origin = Origin.ALERT, playbook: str = "", by: Actor, at: datetime
) -> Taken:
    """Take one alert of ``project``."""
    with transaction.atomic():
        take_turn(project.organisation_id)
        known = _known(project, told)
        if known is not None and not _begins_anew(known, told):
            _again(known, told, by=by, at=at)
            return Taken(known.incident, new=False)
        if told.resolved:
            return Taken(None, new=False)
        if known is not None:
            Alert.objects.filter(organisation_id=project.organisation_id, pk=known.pk).update(current=False)
        beside = _beside(project, told)
        incident = beside or _open(project, told, origin=origin, playbook=playbook, by=by, at=at)
        made = _keep(project, incident, told, at)
        detail: dict[str, Plain] = {"alert": made.pk, "source": told.source, "new": beside is None}
        record(project.organisation_id, "incident.alerted", incident.subject, detail, by=by, at=at)
        if beside is not None:
            note(incident, f"Also: {told.title}", happened_at=_began(told, at), by=by, at=at)
    return Taken(incident, new=beside is None)


def _known(project: Project, told: Told) -> Alert | None:
    found = Alert.objects.filter(
        organisation_id=project.organisation_id,
        project=project,
        source=told.source,
        fingerprint=told.fingerprint,
        current=True,
    )
    return found.select_related("incident__project__organisation").first()


def _begins_anew(known: Alert, told: Told) -> bool:
    """Whether it is another occurrence: its incident is closed, and it ended or began since.

    An alert that goes on after its incident was closed is told again every few hours: that is nothing new.
    """
    incident = known.incident
    if incident.state == State.OPEN or told.resolved:
        return False
    ended = known.resolved_at is not None
    return ended or bool(told.starts_at and incident.closed_at and told.starts_at > incident.closed_at)


def _again(known: Alert, told: Told, *, by: Actor, at: datetime) -> None:
    """The same alert once more: counted, and written into the timeline where it ended or came back."""
    was = known.resolved_at is not None
    Alert.objects.filter(organisation_id=known.organisation_id, pk=known.pk).update(
        count=known.count + 1, last_at=at, resolved_at=(known.resolved_at or at) if told.resolved else None
    )
    if was != told.resolved:
        said = "says that it is over" if told.resolved else "came back"
        note(known.incident, f"The alert “{known.title}” {said}.", by=by, at=at)


def _beside(project: Project, told: Told) -> Incident | None:
    """The open incident of an alert that came together with this one."""
    if not told.group:
        return None
    found = Alert.objects.filter(
        organisation_id=project.organisation_id,
        project=project,
        source=told.source,
        group=told.group,
        current=True,
        incident__state=State.OPEN,
    )
    alert = found.select_related("incident__project__organisation").order_by("-first_at").first()
    return alert.incident if alert else None


def _open(project: Project, told: Told, *, origin: Origin, playbook: str, by: Actor, at: datetime) -> Incident:
    named = {phases.plain(one.name): one.name for one in queries.said(project).classes}
    began = _began(told, at)
    declared = Declared(
        title=told.title,
        summary=told.summary,
        incident_class=named.get(phases.plain(told.incident_class), ""),
        severity=told.severity,
        happened_at=began if began != at else None,
        detected_at=at,
        playbook=playbook,
        hint=f"{told.incident_class} {told.title}",
    )
    return open_incident(project, declared, origin=origin, by=by, at=at)


def _began(told: Told, at: datetime) -> datetime:
    return min(told.starts_at or at, at)


def _keep(project: Project, incident: Incident, told: Told, at: datetime) -> Alert:
    return Alert.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        incident=incident,
        source=told.source,
        fingerprint=told.fingerprint,
        group=told.group,
        title=told.title,
        labels=dict(told.labels),
        first_at=at,
        last_at=at,
    )


def logins_failed(project: Project, event: SecurityEvent, *, at: datetime) -> Taken:
    """A burst of failed logins becomes an incident of ``project``; another one while it is open belongs to it."""
    title, todo = words(event)
    name = next(
        (
            one.name
            for one in queries.said(project).classes
            if (shown := queries.playbook_for(project, one.name)) and shown.slug == LOGIN_PLAYBOOK
        ),
        "",
    )
    told = Told(
        source=LOGINS,
        fingerprint=login_fingerprint(event),
        group=digest(LOGINS),
        title=title,
        summary=todo,
        severity="medium",
        incident_class=name,
        starts_at=event.at,
    )
    playbook = "" if name or LOGIN_PLAYBOOK not in queries.playbooks(project) else LOGIN_PLAYBOOK
    return alerted(project, told, origin=Origin.LOGINS, playbook=playbook, by=SYSTEM, at=at)


def login_fingerprint(event: SecurityEvent) -> str:
    """What tells one burst from others."""
    return digest(f"event:{event.pk}")
