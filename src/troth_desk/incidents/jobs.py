"""What the worker does for incidents: it sees bursts of failed logins."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.incidents import actions, queries
from troth_desk.incidents.alerting import LOGINS
from troth_desk.incidents.models import Alert
from troth_desk.people.models import EventKind, SecurityEvent
from troth_desk.tenants.models import Organisation, Project
from troth_desk.tenants.rounds import every

RECENT = timedelta(hours=1)
"""Bursts of so long ago are looked at: a worker that was away misses none of a shorter time."""


@every(timedelta(minutes=1))
def see_bursts(organisation: Organisation, at: datetime) -> None:
    """Make an incident of each burst of failed logins, of the project whose policy names classes of incidents."""
    fresh = SecurityEvent.objects.filter(
        organisation=organisation, kind=EventKind.FAILED_LOGINS, at__gt=at - RECENT, at__lte=at
    )
    bursts = list(fresh.order_by("at", "pk").select_related("member__user"))
    project = _project(organisation) if bursts else None
    if project is None:
        return
    for event in bursts:
        if not _taken(project, event):
            actions.logins_failed(project, event, at=at)


def _taken(project: Project, event: SecurityEvent) -> bool:
    """Whether it belongs to an incident already."""
    mine = Alert.objects.filter(organisation_id=project.organisation_id, source=LOGINS)
    return mine.filter(fingerprint=actions.login_fingerprint(event)).exists()


def _project(organisation: Organisation) -> Project | None:
    """The first whose policy names classes, else the first; none of the example."""
    projects = list(Project.objects.filter(organisation=organisation, example=False).order_by("pk"))
    return next((one for one in projects if queries.said(one).classes), projects[0] if projects else None)
