"""The triage queue: a report is held, released, merged into the case that it repeats, or turned away with a reason.

Merging and turning away walk the ordinary moves, one by one, so that the acknowledgement and the assessment are on
record like every other, and the reporter reads how it ended.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from troth_desk.cases.actions.moving import move
from troth_desk.cases.actions.writing import claim, digest, entry, keep_both, within_bounds
from troth_desk.cases.machine import Refused
from troth_desk.cases.models import Case, Held, State
from troth_desk.ledger.actor import Actor

LONGEST_REASON = 300
EARLY = frozenset({State.RECEIVED, State.ACKNOWLEDGED})
"""States in which a report may be held; later somebody has looked into it."""


@transaction.atomic
def hold(case: Case, held: str, reason: str, *, by: Actor, at: datetime, resembles: Case | None = None) -> Case:
    """Put ``case`` into the triage queue. Its clocks go on."""
    claim(case, at=at)
    if held not in Held.values:
        raise Refused(f"A report is held as {' or as '.join(Held.values)}.")
    if case.state not in EARLY:
        raise Refused(f"The case is {case.get_state_display()}: somebody has looked into it already.")
    if case.held:
        raise Refused("It waits in the triage queue already.")
    if resembles is not None and (resembles.organisation_id != case.organisation_id or resembles.pk == case.pk):
        raise Refused("Name another case of this organisation.")
    said = within_bounds(reason, LONGEST_REASON, "the reason")
    _set(case, held=held, held_reason=said, resembles=resembles)
    entry(case, "case.held", {"held": held, "resembles": resembles.reference if resembles else ""}, by=by, at=at)
    return case


@transaction.atomic
def release(case: Case, reason: str = "", *, by: Actor, at: datetime) -> Case:
    """Take ``case`` out of the queue: it is handled like every other."""
    claim(case, at=at)
    if not case.held:
        raise Refused("It does not wait in the triage queue.")
    before = case.held
    _set(case, held="", held_reason="", resembles=None)
    detail = {"was": before, "reason_digest": digest(reason.strip()) if reason.strip() else ""}
    entry(case, "case.released", detail, by=by, at=at)
    return case


@transaction.atomic
def merge(case: Case, original: Case, *, by: Actor, at: datetime) -> Case:
    """Mark ``case`` as a duplicate of ``original``: its reporter is acknowledged, and follows by their own link."""
    if original.organisation_id != case.organisation_id:
        raise Refused("Name another case of this organisation.")
    keep_both(case, original)
    _to_assessing(case, by=by, at=at)
    move(case, State.DUPLICATE, by=by, at=at, duplicate_of=original)
    return case


@transaction.atomic
def turn_away(case: Case, reason: str, *, by: Actor, at: datetime) -> Case:
    """Reject a held report with the reason that its reporter reads."""
    _to_assessing(case, by=by, at=at)
    move(case, State.REJECTED, by=by, at=at, reason=reason)
    return case


def _to_assessing(case: Case, *, by: Actor, at: datetime) -> None:
    case.refresh_from_db()
    if case.held:
        release(case, by=by, at=at)
    if case.state == State.RECEIVED:
        move(case, State.ACKNOWLEDGED, by=by, at=at)
    if case.state != State.ASSESSING:
        move(case, State.ASSESSING, by=by, at=at)


def _set(case: Case, *, held: str, held_reason: str, resembles: Case | None) -> None:
    Case.objects.filter(pk=case.pk, organisation_id=case.organisation_id).update(
        held=held, held_reason=held_reason, resembles=resembles
    )
    case.held, case.held_reason, case.resembles = held, held_reason, resembles
