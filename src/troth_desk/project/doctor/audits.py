"""Are the promised audits made, and what stands between their tools and this machine?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth_desk.audits import queries, sources
from troth_desk.audits.running import find
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unseen
from troth_desk.project.doctor.clauses import DEPENDENCIES
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation


def _look(desk: Desk) -> Iterator[Finding]:
    if settings.AUDITS == queries.OFF:
        yield unseen("This desk makes no audits: TROTH_DESK_AUDITS is off.")
        return
    unread = sources.sources().unread
    if unread:
        yield at_risk(
            f"Lines of TROTH_DESK_REPOSITORIES that say nothing that is understood: {', '.join(map(str, unread))}.",
            "A line reads: organisation/project https://host/path token.",
        )
    made = 0
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            found = list(_of(organisation))
        made += sum(each is None for each in found)
        yield from (each for each in found if each is not None)
    if not made:
        yield unseen("No project is audited by the desk itself, or none without failing.")
    elif find("git") is None:
        yield at_risk("git is not installed on this machine, so that no worker here can audit.", "Install git.")
    elif find("bwrap") is None:
        yield at_risk(
            "Bubblewrap is not installed on this machine: tools of audits see what the desk's account sees.",
            "Install bubblewrap, or set TROTH_DESK_AUDITS=sandboxed so that nothing runs without it.",
        )
    else:
        yield safe(
            f"Audited by the desk: {made} project{'s' if made != 1 else ''}, in bubblewrap where this machine does."
        )


def _of(organisation: Organisation) -> Iterator[Finding | None]:
    """What is wrong with each project that the desk audits, None where nothing is."""
    for one in queries.standings(organisation):
        if one.why_not:
            continue
        if one.plan.failing_since is None:
            yield None
            continue
        when = f"{one.plan.failing_since:%Y-%m-%d}"
        why = one.newest.failure if one.newest else ""
        yield at_risk(f"{one.project.name}: audits fail since {when}. {why}", "The page Audits says how each try went.")


CHECK = Check(name="audits", asks="Are the promised audits made?", applies=(DEPENDENCIES,), look=_look)
