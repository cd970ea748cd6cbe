"""How old are the keys of programs, who still uses them, and when do they end?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.people import queries
from troth_desk.people.models import ApiKey
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe
from troth_desk.project.doctor.clauses import LEAST_PRIVILEGE, ROTATION
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

OLD = timedelta(days=180)
UNUSED = timedelta(days=90)
SOON = timedelta(days=14)
WHERE = "Settings, API keys: make a new one, give it to the program, revoke this one."


def _look(desk: Desk) -> Iterator[Finding]:
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            yield from _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Iterator[Finding]:
    working = list(queries.keys(organisation).filter(revoked_at=None, expires_at__gt=desk.at))
    faults = [(each, why) for each in working for why in _faults(each, desk)]
    for key, why in faults:
        yield at_risk(f"{organisation.name}: the key {key.prefix} {why}.", WHERE)
    if not faults:
        yield safe(f"{organisation.name}: {len(working)} keys of programs, none old, unused or about to end.")


def _faults(key: ApiKey, desk: Desk) -> Iterator[str]:
    if desk.at - key.created_at > OLD:
        yield f"is {(desk.at - key.created_at).days} days old"
    if desk.at - (key.last_used_at or key.created_at) > UNUSED:
        yield f"was not used for {(desk.at - (key.last_used_at or key.created_at)).days} days"
    if key.expires_at - desk.at < SOON:
        yield f"ends on {key.expires_at:%Y-%m-%d}: what uses it stops then"


CHECK = Check(
    name="api-keys",
    asks="How old are the keys of programs, and who uses them?",
    applies=(ROTATION, LEAST_PRIVILEGE),
    look=_look,
)
