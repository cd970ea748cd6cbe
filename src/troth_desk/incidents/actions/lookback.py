"""The review after an incident: due in time, held once, and what it finds to be done is owed by somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines import queries as deadline_reads
from troth_desk.incidents.actions.bounds import Refused, line, of_team, text, told
from troth_desk.incidents.lengths import Length
from troth_desk.incidents.models import Incident, Review, ReviewAction
from troth_desk.incidents.playbooks import reading
from troth_desk.incidents.playbooks.form import UnusablePlaybookError
from troth_desk.ledger.actions import Plain, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.reviews.actions import RefusedReviewError, oblige

ACTION = "review"
KIND = "action"
"""Which kind of obligation the outcome of a review is."""
LONGEST_ACTION = 200
WITHIN = Length("P10D", "business")
"""How soon it is due where the playbook says nothing."""


def owe(incident: Incident, *, by: Actor, at: datetime) -> Review:
    """The review is due from now on, once an incident; inside of a transaction whose turn it is."""
    known = Review.objects.filter(organisation_id=incident.organisation_id, incident=incident).first()
    if known is not None:
        return known
    within = _within(incident)
    due_at = within.after(at, deadline_reads.terms(incident.project.organisation)) or at + timedelta(days=14)
    made = Review.objects.create(organisation_id=incident.organisation_id, incident=incident, due_at=due_at)
    deadlines.arm_own(
        incident.project,
        incident.subject,
        action=ACTION,
        sentence=f"Hold the review of {incident.reference} within {within}",
        due_at=due_at,
        started_at=at,
        severity=incident.severity,
        by=by,
        at=at,
    )
    return made


def _within(incident: Incident) -> Length:
    try:
        return reading.read(incident.playbook_text).review or WITHIN
    except UnusablePlaybookError:
        return WITHIN


def hold_review(
    incident: Incident,
    *,
    summary: str,
    causes: str,
    went_well: str = "",
    went_badly: str = "",
    by: Actor,
    at: datetime,
) -> Review:
    """Write down what the review found; its clock is met. Written again, the newer words stand. Raises ``Refused``."""
    with transaction.atomic():
        take_turn(incident.organisation_id)
        review = owe(incident, by=by, at=at)
        fields = {
            "summary": text(summary, "what happened, as it is known now", "summary"),
            "causes": text(causes, "what led to it", "causes"),
            "went_well": text(went_well),
            "went_badly": text(went_badly),
            "held_at": review.held_at or at,
            "actor": str(by),
        }
        Review.objects.filter(organisation_id=incident.organisation_id, pk=review.pk).update(**fields)
        first = review.held_at is None
        review.refresh_from_db()
        told(incident, "incident.reviewed", {"review": review.pk, "again": not first}, by=by, at=at)
        deadlines.meet(incident.project.organisation, incident.subject, ACTION, by=by, at=at)
    return review


def add_action(
    incident: Incident, words: str, *, owner: Membership | None, due_at: datetime, by: Actor, at: datetime
) -> ReviewAction:
    """Something that the review found to be done, by whom and when: an obligation among the reviews of the team.

    Its clock, its reminders and what shows it are there. Raises ``Refused``.
    """
    of_team(incident, owner)
    if due_at <= at:
        raise Refused("That is over: say by when it is to be done.", "due_at")
    said = line(words, "what is to be done", "words", LONGEST_ACTION)
    with transaction.atomic():
        take_turn(incident.organisation_id)
        review = owe(incident, by=by, at=at)
        try:
            obligation = oblige(
                incident.project,
                title=said,
                kind=KIND,
                origin=incident.subject,
                due_at=due_at,
                owner=owner,
                by=by,
                at=at,
            )
        except RefusedReviewError as error:
            raise Refused(str(error), "due_at") from None
        made = ReviewAction.objects.create(
            organisation_id=incident.organisation_id,
            review=review,
            words=said,
            owner=owner,
            due_at=due_at,
            obligation=obligation.reference,
            actor=str(by),
            added_at=at,
        )
        detail: dict[str, Plain] = {"action": made.pk, "member": owner.pk if owner else None}
        told(incident, "incident.action_added", detail, by=by, at=at)
    return made
