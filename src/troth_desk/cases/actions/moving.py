"""A case moves: what the machine allows, by a guarded update, with what it means for the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from troth_desk.cases import machine, promised
from troth_desk.cases.actions import talking
from troth_desk.cases.actions.writing import Plain, claim, digest, entry, keep_both, within_bounds
from troth_desk.cases.machine import Given, Refused
from troth_desk.cases.models import Case, Duty, State, Transition
from troth_desk.cases.queries import standing
from troth_desk.cases.states import DutyState
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership

LONGEST_REASON = 10_000
ENDS = frozenset({State.REJECTED, State.DUPLICATE})
"""States in which nothing is left to be done for a severity."""


@transaction.atomic
def move(
    case: Case,
    to: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    duplicate_of: Case | None = None,
    information: str = "",
    member: Membership | None = None,
) -> Transition:
    """Move ``case`` from the state in which it was read to ``to``; raises ``Refused`` with the reason otherwise.

    Of moves at the same time exactly one is done. ``information`` is the question that is sent to the reporter with the
    move to needs_info, as words of ``member``.
    """
    if to not in State.values:
        raise Refused(f"There is no state {to!r}: it is one of {', '.join(State.values)}.")
    before, after = State(case.state), State(to)
    reason = within_bounds(reason, LONGEST_REASON, "the reason") if reason.replace("\0", "").strip() else ""
    if duplicate_of is not None:
        keep_both(case, duplicate_of)
    claim(case, at=at, state=before)
    given = _given(case, duplicate_of, reason, information)
    refusal = machine.look(replace(standing(case, at), state=before), after, given)
    if refusal:
        raise Refused(refusal)
    _write(case, after, reason, duplicate_of, at)
    made = Transition.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        before=before,
        after=after,
        reason=reason,
        actor=str(by),
        at=at,
    )
    entry(case, "case.moved", _detail(before, after, reason, duplicate_of), by=by, at=at)
    if after == State.NEEDS_INFO:
        talking.say(case, information, by=by, at=at, member=member)
    if after in ENDS:
        _withdraw(case, after, by, at)
    promised.moved(case, before, after, by=by, at=at)
    return made


def _given(case: Case, duplicate_of: Case | None, reason: str, information: str) -> Given:
    if duplicate_of is None or duplicate_of.organisation_id != case.organisation_id:
        return Given(reason=reason, information=information)
    duplicate_of.refresh_from_db()
    return Given(
        reason=reason,
        information=information,
        original=duplicate_of.reference,
        itself=duplicate_of.pk == case.pk,
        original_is_duplicate=duplicate_of.duplicate_of.reference if duplicate_of.duplicate_of else "",
    )


def _write(case: Case, after: State, reason: str, duplicate_of: Case | None, at: datetime) -> None:
    """What the case itself says in its new state."""
    changed: dict[str, object] = {"state": after}
    if after == State.ACKNOWLEDGED and case.acknowledged_at is None:
        changed["acknowledged_at"] = at
    if after == State.REJECTED:
        changed["rejected_reason"] = reason
    if after == State.DUPLICATE:
        changed["duplicate_of"] = duplicate_of
    if after == State.CLOSED:
        changed["closed_at"] = at
    if after == State.REOPENED:
        changed |= {"closed_at": None, "duplicate_of": None, "rejected_reason": ""}
    Case.objects.filter(pk=case.pk, organisation_id=case.organisation_id).update(**changed)
    for name, value in changed.items():
        setattr(case, name, value)


def _detail(before: State, after: State, reason: str, duplicate_of: Case | None) -> dict[str, Plain]:
    said: dict[str, Plain] = {"from": before.value, "to": after.value}
    if reason:
        said["reason_digest"] = digest(reason)
    if after == State.DUPLICATE and duplicate_of is not None:
        said["duplicate_of"] = duplicate_of.reference
    return said


def _withdraw(case: Case, after: State, by: Actor, at: datetime) -> None:
    """What was promised for a severity does not apply to a report that is none, or is another's."""
    open_ones = Duty.objects.filter(Q(state=DutyState.OPEN), organisation_id=case.organisation_id, case=case)
    why = f"The report is {after.label}."
    names = [str(pk) for pk in open_ones.values_list("pk", flat=True)]
    if names:
        open_ones.update(state=DutyState.WITHDRAWN, record=why, actor=str(by), done_at=at)
        entry(case, "duty.withdrawn", {"duties": names, "because": after.value}, by=by, at=at)
