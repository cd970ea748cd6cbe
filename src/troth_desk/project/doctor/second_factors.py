"""Who can log in by a password alone? Owners settle who else may."""

from __future__ import annotations

from collections.abc import Iterator

from troth_desk.people import queries
from troth_desk.people.models import Role
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unseen
from troth_desk.project.doctor.clauses import AUTHENTICATION
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

WHERE = "Each under Your account, Second factor; Settings, People can ask everybody for one."


def _look(desk: Desk) -> Iterator[Finding]:
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            yield from _of(organisation)


def _of(organisation: Organisation) -> Iterator[Finding]:
    members = list(queries.members(organisation))
    if not members:
        yield unseen(f"{organisation.name} has no members yet.")
        return
    having = queries.with_second_factor([each.user_id for each in members])
    without = [each for each in members if each.user_id not in having]
    owners = [each for each in without if each.role == Role.OWNER]
    if owners:
        count = "1 owner comes" if len(owners) == 1 else f"{len(owners)} owners come"
        yield at_risk(f"{organisation.name}: {count} in without a second factor.", WHERE)
    elif without:
        yield at_risk(f"{organisation.name}: {len(without)} of {len(members)} people have no second factor.", WHERE)
    else:
        yield safe(f"{organisation.name}: everybody has a second factor.")
    if not without and not queries.second_factor_required(organisation):
        yield at_risk(f"{organisation.name} does not ask for it, so the next one may come without.", WHERE)


CHECK = Check(name="second-factors", asks="Who can log in by a password alone?", applies=(AUTHENTICATION,), look=_look)
