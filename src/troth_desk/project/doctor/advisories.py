"""Does the watch over advisories look at fresh ones? Asked of the file that ``TROTH_DESK_ADVISORIES`` names."""

from __future__ import annotations

from collections.abc import Iterator

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unseen
from troth_desk.project.doctor.clauses import DEPENDENCIES
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.watch import advisories, queries
from troth_desk.watch.models import Inventory

FETCH = f"{advisories.FETCH}, each day: the desk never fetches anything itself"


def _look(desk: Desk) -> Iterator[Finding]:
    try:
        with advisories.opened() as index:
            said = advisories.said(index, advisories.mark())
    except advisories.NoAdvisoriesError as error:
        needed = _projects_with_lists()
        if needed:
            yield at_risk(f"{needed} projects have lists of components that nobody watches: {error}", FETCH)
        else:
            yield unseen(
                f"There is no index of advisories, and no list of components to hold against one. {error}", FETCH
            )
        return
    if said.fetched is None:
        yield at_risk("When the advisories were fetched is not known.", FETCH)
    elif desk.at - said.fetched > advisories.FRESH:
        yield at_risk(f"The advisories were fetched on {said.fetched:%Y-%m-%d}, more than a week ago.", FETCH)
    else:
        yield safe(f"{said.records} advisories, fetched on {said.fetched:%Y-%m-%d}.")
    yield from _failures()


def _projects_with_lists() -> int:
    count = 0
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            lists = Inventory.objects.filter(organisation=organisation, current=True)
            count += lists.values("project_id").distinct().count()
    return count


def _failures() -> Iterator[Finding]:
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            standing = queries.watching(organisation)
        if standing is not None and standing.failure:
            yield at_risk(f"The watch of {organisation.name} could not look: {standing.failure}", "troth-desk worker")


CHECK = Check(
    name="advisories",
    asks="Does the watch over the components of projects look at fresh advisories?",
    applies=(DEPENDENCIES,),
    look=_look,
)
