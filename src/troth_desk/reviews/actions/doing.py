"""Doing what comes round: ticked, recorded with what shows it, excused with a reason; of a time before the desk too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from troth_desk.deadlines import actions as deadlines
from troth_desk.files.uploads import Sealed
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.reviews import periods
from troth_desk.reviews.actions.opening import next_number, open_occasion
from troth_desk.reviews.actions.refusal import RefusedReviewError
from troth_desk.reviews.models import Evidence, EvidenceFile, EvidenceKind, Obligation, Occasion, OccasionState
from troth_desk.reviews.periods import Period
from troth_desk.scans.models import Scan

LONGEST_WORDS = 10_000
MOST_LINKS = 20
MOST_SCANS = 20
LONGEST_BEFORE = timedelta(days=366 * 5)
"""How long ago it may have been done that is recorded of a time before the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What shows that something was done: words of whoever did it, links, files that lie in the vault, results."""

    words: str = ""
    links: Sequence[str] = ()
    files: Sequence[Sealed] = ()
    scans: Sequence[Scan] = ()

    @property
    def anything(self) -> bool:
        """Whether it shows anything."""
        return bool(self.words.strip() or self.links or self.files or self.scans)


def tick(occasion: Occasion, done: Collection[int], *, by: Actor, at: datetime) -> None:
    """Of the checklist of ``occasion`` the items ``done`` (from 0) are done, the others are not.

    Raises ``RefusedReviewError`` where it is not open.
    """
    with transaction.atomic():
        take_turn(occasion.organisation_id)
        occasion.refresh_from_db()
        if occasion.state not in (OccasionState.OPEN, OccasionState.MISSED):
            raise RefusedReviewError("It is done already: its checklist stays as it was.")
        _tick(occasion, done)
        occasion.save(update_fields=["checklist"])
        detail: dict[str, Plain] = {"occasion": occasion.pk, "done": len(set(done)), "of": len(occasion.checklist)}
        record(occasion.organisation_id, "review.ticked", occasion.obligation.subject, detail, by=by, at=at)


def do(
    occasion: Occasion,
    given: Given,
    *,
    by: Actor,
    at: datetime,
    done_at: datetime | None = None,
    ticked: Collection[int] | None = None,
) -> Occasion:
    """``occasion`` is done, by what ``given`` shows; the next one begins. What counts as in time is ``at``.

    ``done_at`` is the day on which it was done, where that is another one. A missed occasion becomes a late one: its
    breach stays. ``ticked`` are the items of the checklist that are done, where they are told at once.

    Raises ``RefusedReviewError``: its period has not begun, nothing shows it, or an item is open and no words say why.
    """
    with transaction.atomic():
        take_turn(occasion.organisation_id)
        occasion.refresh_from_db()
        obligation = occasion.obligation
        done_at = done_at or at
        if ticked is not None:
            _tick(occasion, ticked)
        _refuse(occasion, given, done_at, at)
        late = occasion.state == OccasionState.MISSED or (occasion.due_at is not None and at > occasion.due_at)
        was_open = occasion.state == OccasionState.OPEN
        _write(occasion, OccasionState.LATE if late else OccasionState.DONE, given, done_at, by=by, at=at)
        detail: dict[str, Plain] = {"occasion": occasion.pk, "late": late, "evidence": _shown(occasion)}
        record(obligation.organisation_id, "review.done", obligation.subject, detail, by=by, at=at)
        if was_open:
            deadlines.meet(obligation.project.organisation, obligation.subject, obligation.kind, by=by, at=at)
            _go_on(obligation, occasion, by=by, at=at)
    return occasion


def do_untimed(
    obligation: Obligation, given: Given, *, by: Actor, at: datetime, done_at: datetime | None = None
) -> Occasion:
    """What is done "regularly", without a period, was done once more.

    Raises ``RefusedReviewError``: it has a period, has ended, or nothing shows that it was done.
    """
    with transaction.atomic():
        take_turn(obligation.organisation_id)
        obligation.refresh_from_db()
        if obligation.every or obligation.once:
            raise RefusedReviewError("It has a period: record it there.")
        if obligation.ended_at is not None:
            raise RefusedReviewError("It has ended.")
        done_at = done_at or at
        occasion = _blank(obligation, done_at)
        _refuse(occasion, given, done_at, at)
        occasion.save()
        _write(occasion, OccasionState.DONE, given, done_at, by=by, at=at)
        detail: dict[str, Plain] = {"occasion": occasion.pk, "late": False, "evidence": _shown(occasion)}
        record(obligation.organisation_id, "review.done", obligation.subject, detail, by=by, at=at)
    return occasion


def excuse(occasion: Occasion, reason: str, *, by: Actor, at: datetime) -> Occasion:
    """``occasion`` is left out, for a reason; the next one begins. It shows neither that the promise was kept nor that
    it was not. What is missed already cannot be excused any more.

    Raises ``RefusedReviewError``.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise RefusedReviewError("Say why it is left out: whoever audits you reads it.", "reason")
    with transaction.atomic():
        take_turn(occasion.organisation_id)
        occasion.refresh_from_db()
        obligation = occasion.obligation
        if occasion.state != OccasionState.OPEN:
            raise RefusedReviewError("It is decided already.")
        if occasion.due_at is not None and at > occasion.due_at:
            raise RefusedReviewError("Its time is over: it was missed, and a reason does not change that.")
        if occasion.starts_at > at:
            raise RefusedReviewError("Its period has not begun yet.")
        mine = Occasion.objects.filter(organisation_id=occasion.organisation_id, pk=occasion.pk)
        mine.update(state=OccasionState.EXCUSED, reason=reason, recorded_at=at, actor=str(by))
        deadlines.stop(obligation.project.organisation, obligation.subject, reason, by=by, at=at)
        detail: dict[str, Plain] = {"occasion": occasion.pk}
        record(obligation.organisation_id, "review.excused", obligation.subject, detail, by=by, at=at)
        _go_on(obligation, occasion, by=by, at=at)
    occasion.refresh_from_db()
    return occasion


def record_before(obligation: Obligation, given: Given, *, done_at: datetime, by: Actor, at: datetime) -> Occasion:
    """It was done on a day before it was kept here. It is shown as such, and counts for no promise.

    Raises ``RefusedReviewError``: nothing shows it, or it is no day before.
    """
    with transaction.atomic():
        take_turn(obligation.organisation_id)
        if done_at >= obligation.begun_at:
            raise RefusedReviewError("That is no day before it was kept here: record it in its period.", "done_at")
        if done_at < at - LONGEST_BEFORE:
            raise RefusedReviewError("That is more than five years ago.", "done_at")
        occasion = _blank(obligation, done_at)
        occasion.before_desk = True
        _refuse(occasion, given, done_at, at)
        occasion.save()
        _write(occasion, OccasionState.DONE, given, done_at, by=by, at=at)
        detail: dict[str, Plain] = {"occasion": occasion.pk, "evidence": _shown(occasion)}
        record(obligation.organisation_id, "review.before_desk", obligation.subject, detail, by=by, at=at)
    return occasion


def _blank(obligation: Obligation, done_at: datetime) -> Occasion:
    return Occasion(
        organisation_id=obligation.organisation_id,
        obligation=obligation,
        number=next_number(obligation),
        state=OccasionState.DONE,
        starts_at=done_at,
    )


def _tick(occasion: Occasion, done: Collection[int]) -> None:
    occasion.checklist = [
        {"text": item["text"], "done": number in done} for number, item in enumerate(occasion.checklist)
    ]


def _refuse(occasion: Occasion, given: Given, done_at: datetime, at: datetime) -> None:
    timed = occasion.due_at is not None
    if occasion.state == OccasionState.EXCUSED or (timed and occasion.recorded_at and occasion.done_at):
        raise RefusedReviewError("It is decided already.")
    if timed and occasion.starts_at > at:
        raise RefusedReviewError(f"Its period begins on {occasion.starts_at:%-d %b %Y}: nothing of it is due before.")
    if done_at > at:
        raise RefusedReviewError("That day lies ahead.", "done_at")
    if timed and done_at < occasion.starts_at:
        raise RefusedReviewError("That is a day before its period began.", "done_at")
    if not given.anything:
        raise RefusedReviewError(
            "Say what was done, or add a link, a file or a result: something has to show it.", "words"
        )
    alone = not (given.words.strip() or given.links or given.files)
    if timed and alone and all(scan.at < occasion.starts_at for scan in given.scans):
        raise RefusedReviewError(
            "That result is of a time before this period began: choose one of it, or say what was done.", "scans"
        )
    if any(not item["done"] for item in occasion.checklist) and not given.words.strip():
        raise RefusedReviewError(
            "Items of the checklist are open: do them, or say in words why they were left out.", "words"
        )
    if len(given.words) > LONGEST_WORDS:
        raise RefusedReviewError(f"Use at most {LONGEST_WORDS} characters; put more into a file.", "words")
    if len(given.links) > MOST_LINKS:
        raise RefusedReviewError(f"Give at most {MOST_LINKS} links.", "links")
    if any(scan.project_id != occasion.obligation.project_id for scan in given.scans):
        raise RefusedReviewError("That result is of another project.", "scans")


def _write(
    occasion: Occasion, state: OccasionState, given: Given, done_at: datetime, *, by: Actor, at: datetime
) -> None:
    """The occasion as done, and each thing that shows it."""
    occasion.state, occasion.done_at, occasion.recorded_at, occasion.actor = state, done_at, at, str(by)
    occasion.words = given.words.strip()
    occasion.save(update_fields=["state", "done_at", "recorded_at", "actor", "words", "checklist"])
    found = [_evidence(occasion, EvidenceKind.LINK, url=url) for url in dict.fromkeys(given.links)]
    found += [_evidence(occasion, EvidenceKind.SCAN, scan=scan) for scan in given.scans[:MOST_SCANS]]
    if given.words.strip():
        found.append(_evidence(occasion, EvidenceKind.WORDS, words=given.words.strip()))
    Evidence.objects.bulk_create(found)
    EvidenceFile.objects.bulk_create(_file(occasion, file) for file in given.files)


def _evidence(occasion: Occasion, kind: EvidenceKind, **fields: Any) -> Evidence:
    return Evidence(
        organisation_id=occasion.organisation_id,
        occasion=occasion,
        kind=kind,
        actor=occasion.actor,
        at=occasion.recorded_at or occasion.starts_at,
        **fields,
    )


def _file(occasion: Occasion, file: Sealed) -> EvidenceFile:
    return EvidenceFile(
        organisation_id=occasion.organisation_id,
        occasion=occasion,
        name=file.name,
        size=file.size,
        sniffed=file.sniffed,
        sha256=file.sha256,
        stored_as=file.stored_as,
        actor=occasion.actor,
        at=occasion.recorded_at or occasion.starts_at,
    )


def _shown(occasion: Occasion) -> int:
    """How many things show it."""
    return occasion.evidence.count() + occasion.files.count()


def _go_on(obligation: Obligation, occasion: Occasion, *, by: Actor, at: datetime) -> None:
    """The next period begins to be kept; what was to be done once is over."""
    obligation.refresh_from_db()
    if obligation.ended_at is not None or occasion.due_at is None:
        return
    if obligation.once:
        mine = Obligation.objects.filter(organisation_id=obligation.organisation_id, pk=obligation.pk)
        mine.update(ended_at=at, ended_reason="done" if occasion.done_at else "left out")
        obligation.refresh_from_db()
        return
    before = Period(occasion.starts_at, occasion.due_at)
    zone = obligation.project.organisation.zone
    open_occasion(obligation, periods.following(obligation.every, before, zone, at), by=by, at=at)
