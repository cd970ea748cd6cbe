"""Incidents of the example: one that was handled, one that goes on, and an exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from troth_desk.incidents import actions, queries
from troth_desk.incidents.actions import Declared
from troth_desk.incidents.models import Incident, Outcome, Task
from troth_desk.incidents.phases import Named
from troth_desk.ledger.actor import Actor
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Project

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def play(projects: Mapping[str, Project], cast: Mapping[str, Membership], now: datetime) -> list[Incident]:
    """Tell them to the first project of the example."""
    project = next(iter(projects.values()))
    classes = queries.said(project).classes
    lead = cast["responder"]
    return [
        _handled(project, _class(classes, "disruption"), lead, now - 40 * DAY),
        _exercise(project, _class(classes, "breach"), lead, now - 12 * DAY),
        _running(project, _class(classes, "bypass"), lead, now - 5 * HOUR),
    ]


def _class(classes: Sequence[Named], word: str) -> str:
    return next((one.name for one in classes if word in one.name.casefold()), "")


def _through(incident: Incident, to: int, by: Actor, at: datetime) -> datetime:
    """Go on to the phase ``to``, each phase with its checklist ticked; when it is there."""
    while incident.phase < to:
        phase = queries.phase(incident, incident.phase)
        assert phase is not None  # noqa: S101 - an incident is in one of its phases
        tasks = Task.objects.filter(organisation_id=incident.organisation_id, incident=incident, phase=phase)
        criteria = [one.pk for one in queries.unmet(phase)]
        actions.check(incident, tasks=[one.pk for one in tasks], criteria=criteria, by=by, at=at)
        at += timedelta(minutes=50)
        actions.move(incident, incident.phase + 1, by=by, at=at)
    return at


def _ended(incident: Incident, by: Actor, at: datetime) -> None:
    last = len(queries.phases(incident))
    at = _through(incident, last, by, at)
    beside = Task.objects.filter(organisation_id=incident.organisation_id, incident=incident, state="open")
    phase = queries.phase(incident, last)
    criteria = [one.pk for one in queries.unmet(phase)] if phase else []
    actions.check(incident, tasks=[one.pk for one in beside], criteria=criteria, by=by, at=at)
    actions.close(incident, Outcome.HANDLED, by=by, at=at + HOUR)


def _handled(project: Project, name: str, lead: Membership, at: datetime) -> Incident:
    by = actor_of(lead)
    declared = Declared(
        title="Timetables cannot be reached",
        summary="Since the morning the page of timetables answers every second request with an error.",
        incident_class=name,
        playbook="service-disruption",
        happened_at=at - timedelta(minutes=25),
        systems=["timetable-web", "timetable-cache"],
        lead=lead,
    )
    made = actions.open_incident(project, declared, by=by, at=at)
    early = at + timedelta(minutes=10)
    actions.check(made, tasks=[one.pk for one in queries.open_tasks(made).exclude(due_at=None)], by=by, at=early)
    actions.note(made, "The cache was emptied with the release of 7:40.", happened_at=at - HOUR, by=by, at=early)
    actions.note(made, "We take the release back before we look further.", kind="decision", by=by, at=early)
    actions.communicate(
        made, to_whom="Everybody", way="status page", words="Timetables answer slowly; we are at it.", by=by, at=early
    )
    for one in made.affected.all():
        actions.set_affected(one, "restored", by=by, at=at + 3 * HOUR)
    actions.hold_review(
        made,
        summary="A release emptied the cache while the night's timetables were being read.",
        causes="Nothing told the release that the reading goes on; no alarm watches the cache.",
        went_well="The release could be taken back in four minutes.",
        went_badly="Nobody had the address of the status page.",
        by=by,
        at=at + 2 * HOUR,
    )
    actions.add_action(made, "Let an alarm watch the cache", owner=lead, due_at=at + 60 * DAY, by=by, at=at + 2 * HOUR)
    _ended(made, by, at + 2 * HOUR)
    return made


def _exercise(project: Project, name: str, lead: Membership, at: datetime) -> Incident:
    by = actor_of(lead)
    declared = Declared(
        title="What if the list of passengers stood in public?",
        incident_class=name,
        playbook="data-breach",
        exercise=True,
        lead=lead,
    )
    made = actions.open_incident(project, declared, by=by, at=at)
    actions.check(made, tasks=[one.pk for one in queries.open_tasks(made).exclude(due_at=None)], by=by, at=at)
    _ended(made, by, at + timedelta(minutes=5))
    actions.hold_review(
        made, summary="We knew whose data it is after two hours.", causes="Nobody knew where the logs are kept.",
        by=by, at=at + DAY,
    )  # fmt: skip
    return made


def _running(project: Project, name: str, lead: Membership, at: datetime) -> Incident:
    by = actor_of(lead)
    declared = Declared(
        title="Logins of harbour masters from abroad",
        summary="Three accounts logged in from addresses that nobody of us knows.",
        incident_class=name,
        playbook="authentication-bypass",
        systems=["login", "mail"],
        lead=lead,
    )
    made = actions.open_incident(project, declared, by=by, at=at)
    at = _through(made, 3, by, at + timedelta(minutes=5))
    actions.note(made, "One of the three accounts has no second factor.", by=by, at=at)
    actions.rate(made, "critical" if made.severity != "critical" else "high", "An administrator is among them.",
                 by=by, at=at)  # fmt: skip
    return made
