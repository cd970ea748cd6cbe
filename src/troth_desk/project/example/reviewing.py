"""What the team of the example took on, did and missed: the rhythms of its policies since it began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import Membership
from troth_desk.project.example import story
from troth_desk.reviews import actions, proposals, queries
from troth_desk.reviews.actions import Given
from troth_desk.reviews.models import Obligation
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
        for one in taken:
            _held(one, cast["owner"].actor, day)
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


def _held(one: Obligation, by: Actor, day: datetime) -> None:
    """Two thirds into its period a review is held; one was not, and the last ones are still to be held."""
    occasion = queries.open_occasion(one)
    if occasion is None or occasion.due_at is None or one.by_machine:
        return
    missed = one.kind == "dependency_review" and occasion.number == MISSED
    if missed or day < occasion.starts_at + (occasion.due_at - occasion.starts_at) * 2 / 3:
        return
    given = Given(words=WORDS, links=("https://wiki.example.org/security/reviews",))
    actions.do(occasion, given, ticked=range(len(occasion.checklist)), by=by, at=day)
