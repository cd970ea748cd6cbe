"""Who may still do what they once had to? People who never come, one owner alone, invitations that lie about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.people import queries
from troth_desk.people.models import Role
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe
from troth_desk.project.doctor.clauses import LEAST_PRIVILEGE, REVIEW_ACCESS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

IDLE = timedelta(days=90)
WHERE = "Settings, People: end a membership, or give a smaller role."


def _look(desk: Desk) -> Iterator[Finding]:
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            yield from _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Iterator[Finding]:
    members = list(queries.members(organisation))
    owners = [each for each in members if each.role == Role.OWNER]
    idle = [each for each in members if desk.at - (each.user.last_login or each.created_at) > IDLE]
    invited = queries.invitations(organisation, desk.at).filter(role=Role.OWNER).count() if owners else 0
    if not owners:
        yield at_risk(f"Nobody owns {organisation.name} yet.", "troth-desk owner --email ADDRESS makes a link.")
    if len(owners) == 1:
        yield at_risk(
            f"{organisation.name} has one owner: who loses that account needs whoever runs the machine.",
            "Make a second one under Settings, People.",
        )
    if idle:
        yield at_risk(f"{organisation.name}: {len(idle)} people did not log in for {IDLE.days} days.", WHERE)
    if invited:
        yield at_risk(f"{organisation.name}: {invited} links that make an owner are open.", "End them where not meant.")
    if len(owners) > 1 and not idle and not invited:
        yield safe(f"{organisation.name}: {len(members)} people, {len(owners)} of them owners, all come.")


CHECK = Check(
    name="access-review",
    asks="Who may still do what they once had to?",
    applies=(REVIEW_ACCESS, LEAST_PRIVILEGE),
    look=_look,
)
