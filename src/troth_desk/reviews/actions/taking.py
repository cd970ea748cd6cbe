"""Taking on what comes round: from a promise of the policy, from the team, from an incident; changing and ending it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.policies.models import Promise
from troth_desk.reviews import kinds, periods, proposals
from troth_desk.reviews.actions.opening import open_occasion
from troth_desk.reviews.actions.refusal import RefusedReviewError
from troth_desk.reviews.models import Obligation, Occasion, OccasionState, ReviewSettings
from troth_desk.reviews.periods import Period
from troth_desk.tenants.models import Project

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters that nobody takes for another."""
MOST_ITEMS = 50
LONGEST_ITEM = 300
LONGEST_TITLE = 200


def oblige(  # noqa: PLR0913 - what an obligation is, all by name
    project: Project,
    *,
    title: str,
    kind: str,
    origin: str,
    by: Actor,
    at: datetime,
    due_at: datetime | None = None,
    every: str = "",
    owner: Membership | None = None,
    checklist: Sequence[str] | None = None,
    promise: Promise | None = None,
    own_rhythm: bool = False,
    by_machine: bool = False,
    begin: Period | None = None,
) -> Obligation:
    """Take on ``title`` for ``project``: once by ``due_at``, again and again ``every`` (ISO 8601), or without a time.

    ``kind`` is one of ``kinds.KINDS``, ``origin`` where it comes from ("policy", "team", "incident:IN-7K3MQ9TD").
    ``checklist`` is that of the kind where none is given. ``promise`` is the sentence that promises it, ``own_rhythm``
    that the rhythm is the team's own. ``begin`` is the first period; by default the one that runs, or the next one
    where less than half of it is left.

    Raises ``RefusedReviewError``: the rhythm cannot be kept, or it would be due in the past.
    """
    title, items = " ".join(title.split())[:LONGEST_TITLE], _checklist(kind, checklist)
    _refuse(title, kind, due_at, every, owner, project, at)
    with transaction.atomic():
        take_turn(project.organisation_id)
        obligation = Obligation.objects.create(
            organisation_id=project.organisation_id,
            project=project,
            reference=_reference(),
            kind=kind,
            title=title,
            every=every,
            once=due_at is not None,
            promise=promise,
            own_rhythm=own_rhythm,
            by_machine=by_machine,
            owner=owner,
            checklist=items,
            origin=origin[:120],
            begun_at=at,
        )
        detail: dict[str, Plain] = {
            "project": project.pk,
            "kind": kind,
            "every": every,
            "due_at": due_at.isoformat() if due_at else None,
            "commitment": promise.commitment if promise else None,
            "origin": origin[:120],
        }
        record(project.organisation_id, "review.obliged", obligation.subject, detail, by=by, at=at)
        if due_at is not None:
            open_occasion(obligation, Period(at, due_at), by=by, at=at)
        elif every:
            open_occasion(obligation, begin or periods.first(every, at, project.organisation.zone), by=by, at=at)
    return obligation


def take_over(
    project: Project,
    promise: Promise,
    *,
    by: Actor,
    at: datetime,
    owner: Membership | None = None,
    every: str = "",
    begin: Period | None = None,
) -> Obligation:
    """Take on what ``promise`` says comes round. ``every`` is the team's own rhythm where the sentence names none.

    What is taken on already is returned as it is. Raises ``RefusedReviewError`` where it is nothing that a calendar
    can keep.
    """
    proposal = proposals.of_promise(promise)
    if proposal is None:
        raise RefusedReviewError("This sentence names nothing that comes round for the team.")
    with transaction.atomic():
        take_turn(project.organisation_id)
        before = proposals.taken(project).get(promise.commitment)
        if before is not None:
            return before
        own = not promise.every
        rhythm = every if own else proposal.every
        return oblige(
            project,
            title=proposal.title,
            kind=proposal.kind,
            every=rhythm if not rhythm or periods.keeps(rhythm) else "",
            owner=owner,
            origin="policy",
            promise=promise,
            own_rhythm=own,
            by_machine=proposal.by_machine,
            begin=begin,
            by=by,
            at=at,
        )


def change(
    obligation: Obligation,
    *,
    title: str,
    owner: Membership | None,
    checklist: Sequence[str],
    by: Actor,
    at: datetime,
) -> None:
    """Another title, owner or checklist. The open occasion takes the new checklist on; what was ticked stays ticked."""
    title, items = " ".join(title.split())[:LONGEST_TITLE], _checklist(obligation.kind, checklist)
    _refuse(title, obligation.kind, None, "", owner, obligation.project, at)
    with transaction.atomic():
        take_turn(obligation.organisation_id)
        mine = Obligation.objects.filter(organisation_id=obligation.organisation_id, pk=obligation.pk)
        mine.update(title=title, owner=owner, checklist=items)
        for occasion in _open(obligation):
            ticked = {item["text"] for item in occasion.checklist if item["done"]}
            occasion.checklist = [{"text": text, "done": text in ticked} for text in items]
            occasion.save(update_fields=["checklist"])
        detail: dict[str, Plain] = {"owner": owner.pk if owner else None, "items": len(items)}
        record(obligation.organisation_id, "review.changed", obligation.subject, detail, by=by, at=at)
    obligation.refresh_from_db()


def end(obligation: Obligation, reason: str, *, by: Actor, at: datetime) -> None:
    """It comes round no more, for a reason: its clock stops, its history stays. What was overdue stays a breach.

    Raises ``RefusedReviewError`` without a reason, or where it has ended.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise RefusedReviewError("Say why it comes round no more.", "reason")
    with transaction.atomic():
        take_turn(obligation.organisation_id)
        mine = Obligation.objects.filter(organisation_id=obligation.organisation_id, pk=obligation.pk, ended_at=None)
        if not mine.update(ended_at=at, ended_reason=reason):
            raise RefusedReviewError("It has ended already.")
        for occasion in _open(obligation):
            missed = occasion.due_at is not None and occasion.due_at < at
            occasion.state = OccasionState.MISSED if missed else OccasionState.EXCUSED
            occasion.reason = "" if missed else reason
            occasion.actor, occasion.recorded_at = str(by), at
            occasion.save(update_fields=["state", "reason", "actor", "recorded_at"])
        deadlines.stop(obligation.project.organisation, obligation.subject, reason, by=by, at=at)
        record(obligation.organisation_id, "review.ended", obligation.subject, {}, by=by, at=at)
    obligation.refresh_from_db()


def set_automatic(project: Project, *, automatic: bool, by: Actor, at: datetime) -> None:
    """Whether what the policy of ``project`` says comes round is taken on by itself."""
    with transaction.atomic():
        take_turn(project.organisation_id)
        ReviewSettings.objects.update_or_create(
            organisation_id=project.organisation_id,
            project=project,
            defaults={"automatic": automatic, "changed_at": at},
        )
        detail: dict[str, Plain] = {"automatic": automatic}
        record(project.organisation_id, "review.automatic", f"project:{project.pk}", detail, by=by, at=at)


def _open(obligation: Obligation) -> list[Occasion]:
    found = Occasion.objects.filter(organisation_id=obligation.organisation_id, obligation=obligation)
    return list(found.filter(state=OccasionState.OPEN))


def _checklist(kind: str, given: Sequence[str] | None) -> list[str]:
    if given is None:
        return list(kinds.kind(kind).checklist)
    items = [" ".join(text.split())[:LONGEST_ITEM] for text in given]
    return list(dict.fromkeys(item for item in items if item))[:MOST_ITEMS]


def _refuse(
    title: str,
    kind: str,
    due_at: datetime | None,
    every: str,
    owner: Membership | None,
    project: Project,
    at: datetime,
) -> None:
    if not title:
        raise RefusedReviewError("Say what is to be done.", "title")
    if kind not in kinds.KINDS:
        raise RefusedReviewError(f"There is no kind {kind!r}; take one of {', '.join(kinds.KINDS)}.", "kind")
    if due_at is not None and every:
        raise RefusedReviewError("It is due once, or it comes round: say one of the two.", "every")
    if due_at is not None and due_at <= at:
        raise RefusedReviewError("It would be due in the past: choose a later day.", "due_at")
    if every and not periods.keeps(every):
        raise RefusedReviewError("Say a rhythm in days, weeks, months or years: P1M is each month.", "every")
    if owner is not None and (owner.organisation_id != project.organisation_id or owner.ended_at is not None):
        raise RefusedReviewError("The owner is a member of this team.", "owner")


def _reference() -> str:
    """A new public id: "RV-" and eight random letters (39 bits)."""
    return "RV-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
