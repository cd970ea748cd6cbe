"""Does somebody hear of bursts of failed logins, new browsers and downloads? Events that no owner read say no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.notices import queries as notices
from troth_desk.people.models import SecurityEvent
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe
from troth_desk.project.doctor.clauses import EVENTS, FAILED_LOGINS, UNUSUAL_ACCESS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

LATE = timedelta(minutes=10)
UNREAD = timedelta(days=7)


def _look(desk: Desk) -> Iterator[Finding]:
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            yield _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Finding:
    events = SecurityEvent.objects.filter(organisation=organisation)
    waiting = events.filter(told_at=None, at__lt=desk.at - LATE).count()
    if waiting:
        return at_risk(f"{organisation.name}: {waiting} events were told to nobody yet.", "See that a worker runs.")
    told = notices.notices(organisation).filter(subject__startswith="security:", read_at=None)
    unread = told.filter(created_at__lt=desk.at - UNREAD).count()
    if unread:
        return at_risk(
            f"{organisation.name}: {unread} notices of such events have lain unread for a week.", "Owners: Notices."
        )
    return safe(f"{organisation.name}: owners are told of what is unusual ({events.count()} events so far).")


CHECK = Check(
    name="alerts",
    asks="Does somebody hear of failed logins and unusual access?",
    applies=(FAILED_LOGINS, UNUSUAL_ACCESS, EVENTS),
    look=_look,
)
