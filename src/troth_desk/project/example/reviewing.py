"""What the team of the example took on, did and missed: the rhythms of its policies since it began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import Membership
from troth_desk.project.example import story
from troth_desk.reviews import actions, proposals
from troth_desk.reviews.actions import Given
from troth_desk.reviews.models import Obligation, Occasion, OccasionState
from troth_desk.tenants.models import Organisation, Project

DAY = timedelta(days=1)
MISSED = 2
"""Which dependency review nobody held."""
WORDS = "Gone through in the Thursday meeting. What is open stands in the tracker, each with a name."


def review_all(
    organisation: Organisation, projects: Mapping[str, Project], cast: Mapping[str, Membership], now: datetime
) -> int:
    """Take on what the policies say comes round, add two of the team's own, and tell what became of them until ``now``.

    How many things come round then.
    """
    began = now - story.BEGAN
    taken = [one for project in projects.values() for one in _taken(project, cast, began, now)]
    day = began
    while day < now:
        day = min(day + DAY, now)
        actions.by_results(organisation, day)
        actions.turn(organisation, day)
        for occasion in _ready(taken, day):
            _hold(occasion, cast["owner"].actor, day)
    return len(taken)


def _taken(project: Project, cast: Mapping[str, Membership], began: datetime, now: datetime) -> list[Obligation]:
    found = [
        actions.take_over(project, one.promise, owner=cast["responder"], by=SYSTEM, at=began)
        for one in proposals.proposals(project)
        if not one.by_machine or proposals.comes_in(one, project, now)
    ]
    if project.slug == "ferry":
        own = (("Dependency review", "dependency_review", "P1M"), ("Restore a backup", "backup", "P3M"))
        known = {one.kind for one in found}
        for title, kind, every in own:
            if kind not in known:
                made = actions.oblige(project, title=title, kind=kind, every=every, origin="team", by=SYSTEM, at=began)
                found.append(made)
    return found


def _ready(taken: Sequence[Obligation], day: datetime) -> list[Occasion]:
    """What is held on that day: two thirds into its period a review is, but for one that never was."""
    found = Occasion.objects.filter(obligation__in=taken, obligation__by_machine=False, state=OccasionState.OPEN)
    opened = found.filter(due_at__isnull=False).select_related("obligation__project__organisation", "clock")
    return [one for one in opened.order_by("obligation_id") if not _missed(one) and day >= _held_from(one)]


def _missed(one: Occasion) -> bool:
    return one.obligation.kind == "dependency_review" and one.number == MISSED


def _held_from(one: Occasion) -> datetime:
    return one.starts_at + ((one.due_at or one.starts_at) - one.starts_at) * 2 / 3


def _hold(occasion: Occasion, by: Actor, day: datetime) -> None:
    given = Given(words=WORDS, links=("https://wiki.example.org/security/reviews",))
    actions.do(occasion, given, ticked=range(len(occasion.checklist)), by=by, at=day)
