"""The next occasion of an obligation, with its clock: by the promise as the policy says it now, or by the team's."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import Actor
from troth_desk.policies import queries as policies
from troth_desk.policies.models import Promise
from troth_desk.reviews.models import Obligation, Occasion
from troth_desk.reviews.periods import Period
from troth_desk.reviews.proposals import rhythm_of

DUE_SOON = 0.2
"""The last part of a period, in which what is not done yet is at risk (VERDICTS §3, recurrence by people)."""


def open_occasion(obligation: Obligation, period: Period, *, by: Actor, at: datetime) -> Occasion:
    """Begin ``period`` of ``obligation``: its occasion, and the clock that runs for it."""
    clock = _clock(obligation, period, by=by, at=at)
    warn_at = period.due_at - period.length * DUE_SOON
    Clock.objects.filter(organisation_id=obligation.organisation_id, pk=clock.pk).update(warn_at=warn_at)
    return Occasion.objects.create(
        organisation_id=obligation.organisation_id,
        obligation=obligation,
        number=next_number(obligation),
        starts_at=period.starts_at,
        due_at=period.due_at,
        checklist=[{"text": text, "done": False} for text in obligation.checklist],
        clock=clock,
    )


def next_number(obligation: Obligation) -> int:
    """The number of its next occasion, from 1."""
    found = Occasion.objects.filter(organisation_id=obligation.organisation_id, obligation=obligation)
    return int(found.aggregate(last=Max("number"))["last"] or 0) + 1


def promise_now(obligation: Obligation) -> Promise | None:
    """The promise of ``obligation`` as the policy says it now; None where it says it no more, or by another rhythm."""
    if obligation.promise is None:
        return None
    version = policies.current_version(obligation.project)
    if version is None or version.pk == obligation.promise.version_id:
        return obligation.promise
    then = obligation.promise
    name = policies.names_now(obligation.project).get((then.version.number, then.commitment), then.commitment)
    found = policies.promises(version, "recurrence").filter(commitment=name, binding=True).first()
    return found if found is not None and rhythm_of(found) == rhythm_of(then) else None


def _clock(obligation: Obligation, period: Period, *, by: Actor, at: datetime) -> Clock:
    promise = None if obligation.own_rhythm else promise_now(obligation)
    if promise is None or rhythm_of(promise) != obligation.every:
        return deadlines.arm_own(
            obligation.project,
            obligation.subject,
            action=obligation.kind,
            sentence=obligation.title,
            due_at=period.due_at,
            started_at=period.starts_at,
            by=by,
            at=at,
        )
    if promise.pk != obligation.promise_id:
        mine = Obligation.objects.filter(organisation_id=obligation.organisation_id, pk=obligation.pk)
        mine.update(promise=promise)
        obligation.promise = promise
    return deadlines.arm(
        promise,
        obligation.project,
        obligation.subject,
        started_at=period.starts_at,
        due_at=period.due_at,
        number=next_number(obligation),
        action=obligation.kind,
        by=by,
        at=at,
    )
