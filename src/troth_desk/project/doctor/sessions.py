"""How long is somebody logged in, and do sessions of people who left go on?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings

from troth_desk.people.models import Membership
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe
from troth_desk.project.doctor.clauses import AUTHENTICATION, UNUSUAL_ACCESS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope

LONGEST = timedelta(days=14)
OLD = timedelta(days=30)


def _look(desk: Desk) -> Iterator[Finding]:
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if age > LONGEST:
        yield at_risk(
            f"Somebody who logged in once stays logged in for {age.days} days.", "Set SESSION_COOKIE_AGE to a week."
        )
    old = UserSession.objects.filter(created_at__lt=desk.at - OLD, last_seen_at__gt=desk.at - age).count()
    if old:
        yield at_risk(
            f"{old} sessions are older than {OLD.days} days and still in use.", "Each: Your account, Sessions."
        )
    left = _of_people_who_left(desk, age)
    if left:
        yield at_risk(
            f"{left} people who are in no team any more are still logged in; they see no team's pages.",
            "Sessions end by themselves; troth-desk manage clearsessions takes ended ones away.",
        )
    if age <= LONGEST and not old and not left:
        yield safe(f"A session lasts {age.days} days at most.")


def _of_people_who_left(desk: Desk, age: timedelta) -> int:
    here: set[int] = set()
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            here |= set(
                Membership.objects.filter(organisation=organisation, ended_at=None).values_list("user_id", flat=True)
            )
    alive = UserSession.objects.filter(last_seen_at__gt=desk.at - age).values_list("user_id", flat=True)
    return len(set(alive) - here)


CHECK = Check(
    name="sessions", asks="How long is somebody logged in?", applies=(AUTHENTICATION, UNUSUAL_ACCESS), look=_look
)
