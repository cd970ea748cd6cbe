"""What the watch shows of the promise to hear of new advisories about dependencies.

Counted are the states of the advisories that the project's components were held against, each within minutes of its
coming. While anything is not watched (no list, an old one, a gap in it, an ecosystem without advisories, old
advisories, no worker) one more is in question: then the promise is unproven. No record shows that it was broken.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Max, Min

from troth.controls.advisory_watch import judges
from troth.terms.commitment import Commitment
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project
from troth_desk.watch import queries

CALLED = {"crates.io": "cargo", "Go": "go"}
"""How manifests call an ecosystem where it is not the name of OSV in small letters."""


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """What is known of such a promise; None: nothing is, since no list of components ever came."""
    known: list[Handled | None] = []

    def of(commitment: Commitment) -> Handled | None:
        if not judges(commitment):
            return None
        if not known:
            known.append(_watched(project, at, window))
        return known[0]

    return of


def _watched(project: Project, at: datetime, window: timedelta) -> Handled | None:
    first = queries.inventories(project).filter(received_at__lte=at).aggregate(first=Min("received_at"))["first"]
    if first is None:
        return None
    begin = max(first, at - window)
    told = queries.watched(project, at)
    compared = queries.comparisons(project.organisation).filter(at__gte=begin, at__lte=at)
    times = compared.aggregate(first=Min("at"), last=Max("at"))
    count, open_question = compared.count(), bool(told.gaps)
    covered = {each.name.partition(":")[0] for each in told.ecosystems if not each.unwatched}
    return Handled(
        n=count + open_question,
        kept=count,
        late=0,
        first=times["first"] or begin,
        last=at if open_question else times["last"] or begin,
        covers=tuple(sorted(CALLED.get(each, each.lower()) for each in covered)),
    )
