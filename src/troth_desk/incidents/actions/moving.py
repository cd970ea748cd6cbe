"""Moves from phase to phase, the end, and the begin of it all again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from troth_desk.deadlines import actions as deadlines
from troth_desk.deadlines import queries as deadline_reads
from troth_desk.incidents import phases as plans
from troth_desk.incidents import promised, queries
from troth_desk.incidents.actions import lookback
from troth_desk.incidents.actions.bounds import Refused, changed, claim, still_open, text, told
from troth_desk.incidents.actions.clocks import arm_tasks
from troth_desk.incidents.actions.working import attach
from troth_desk.incidents.models import (
    Affected,
    Alert,
    Criterion,
    Incident,
    Move,
    Outcome,
    Phase,
    State,
    Task,
    TaskState,
)
from troth_desk.ledger.actions import Plain
from troth_desk.ledger.actor import Actor


def move(incident: Incident, to: int, reason: str = "", *, by: Actor, at: datetime) -> None:
    """Go on to the phase at place ``to``, or back to it.

    Forward, every exit criterion of the present phase is ticked, or a reason is given; so it is for a phase that is
    left out. Back needs a reason, and what comes after is to be shown anew. Raises ``Refused``.
    """
    with transaction.atomic():
        claim(incident)
        still_open(incident)
        found = {phase.ordinal: phase for phase in queries.phases(incident)}
        if to not in found:
            raise Refused("There is no such phase in this incident.", "to")
        if to == incident.phase:
            raise Refused(f"It is in the phase {found[to].name} already.", "to")
        said, before = text(reason), incident.phase
        present, left_out = found[before], _between(found, before, to)
        unmet = len(queries.unmet(present))
        back = to < before
        _ask(said, unmet=0 if back else unmet, left_out=left_out, back=back)
        changed(incident, at, phase=to)
        if back:
            _undo(incident, to)
        else:
            _leave(present, unmet, said, at)
            _leave_out(left_out, said)
        _enter(incident, to, at)
        _record(incident, before, to, unmet=0 if back else unmet, reason=said, by=by, at=at)
        arm_tasks(incident, by=by, at=at)
        if plans.LESSONS in found[to].kinds:
            lookback.owe(incident, by=by, at=at)


def _ask(said: str, *, unmet: int, left_out: Sequence[Phase], back: bool) -> None:
    if said:
        return
    if back:
        raise Refused("Say why it goes back.", "reason")
    if left_out:
        raise Refused(f"Say why {left_out[0].name} is left out.", "reason")
    if unmet:
        what = "One exit criterion is" if unmet == 1 else f"{unmet} exit criteria are"
        raise Refused(f"{what} not ticked. Tick what is so, or say why it goes on.", "reason")


def _between(found: dict[int, Phase], before: int, to: int) -> list[Phase]:
    return [found[ordinal] for ordinal in range(before + 1, to) if ordinal in found]


def _leave(phase: Phase, unmet: int, reason: str, at: datetime) -> None:
    asked = Criterion.objects.filter(organisation_id=phase.organisation_id, phase=phase, part="leave").exists()
    Phase.objects.filter(organisation_id=phase.organisation_id, pk=phase.pk).update(
        left_at=at, complete=asked and not unmet, reason=reason if unmet else ""
    )


def _leave_out(phases: Sequence[Phase], reason: str) -> None:
    for phase in phases:
        mine = Phase.objects.filter(organisation_id=phase.organisation_id, pk=phase.pk)
        mine.update(entered_at=None, left_at=None, complete=False, reason=reason)


def _enter(incident: Incident, to: int, at: datetime) -> None:
    mine = Phase.objects.filter(organisation_id=incident.organisation_id, incident=incident, ordinal=to)
    mine.update(entered_at=at, left_at=None, complete=False, reason="")


def _undo(incident: Incident, to: int) -> None:
    """From the phase ``to`` on nothing is shown any more: criteria are ticked anew."""
    later = Phase.objects.filter(organisation_id=incident.organisation_id, incident=incident, ordinal__gte=to)
    later.update(left_at=None, complete=False, reason="")
    later.filter(ordinal__gt=to).update(entered_at=None)
    criteria = Criterion.objects.filter(
        organisation_id=incident.organisation_id, phase__incident=incident, phase__ordinal__gte=to
    )
    criteria.update(ticked_at=None, ticked_by="")


def _record(incident: Incident, before: int, after: int, *, unmet: int, reason: str, by: Actor, at: datetime) -> None:
    Move.objects.create(
        organisation_id=incident.organisation_id,
        incident=incident,
        before=before,
        after=after,
        unmet=unmet,
        reason=reason,
        actor=str(by),
        at=at,
    )
    told(incident, "incident.moved", {"from": before, "to": after, "unmet": unmet}, by=by, at=at)


def close(
    incident: Incident,
    outcome: str,
    reason: str = "",
    *,
    merged_into: Incident | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """End it: handled to its end, a false alarm, or part of another one.

    What was handled has gone through its last phase with every exit criterion ticked, or there is a reason. What the
    policy promises to tell is told, or said not to be owed, before. Raises ``Refused``.
    """
    with transaction.atomic():
        claim(incident)
        still_open(incident)
        said = text(reason)
        found = queries.phases(incident)
        present = next(phase for phase in found if phase.ordinal == incident.phase)
        unmet = len(queries.unmet(present))
        if outcome == Outcome.HANDLED:
            _may_end(incident, found, unmet, said)
        elif outcome not in Outcome.values:
            raise Refused("Choose how it ended.", "outcome")
        elif not said:
            raise Refused("Say how you know.", "reason")
        if outcome == Outcome.MERGED:
            _may_merge(incident, merged_into)
        fields = {"state": State.CLOSED, "outcome": outcome, "outcome_reason": said, "closed_at": at}
        changed(incident, at, merged_into=merged_into if outcome == Outcome.MERGED else None, **fields)
        _leave(present, unmet, said, at)
        Move.objects.create(
            organisation_id=incident.organisation_id,
            incident=incident,
            before=incident.phase,
            after=0,
            unmet=unmet,
            reason=said,
            actor=str(by),
            at=at,
        )
        detail: dict[str, Plain] = {"outcome": outcome, "phase": incident.phase, "unmet": unmet}
        if outcome == Outcome.MERGED and merged_into is not None:
            detail["into"] = merged_into.reference
            _hand_over(incident, merged_into, by=by, at=at)
        told(incident, "incident.closed", detail, by=by, at=at)
        _end(incident, outcome, by=by, at=at)
        if outcome == Outcome.HANDLED:
            lookback.owe(incident, by=by, at=at)


def _may_end(incident: Incident, found: Sequence[Phase], unmet: int, said: str) -> None:
    owed = deadline_reads.open_clocks(incident.project.organisation, incident.subject)
    waiting = owed.filter(action__startswith=promised.NOTIFY).first()
    if waiting is not None:
        raise Refused(
            f"Line {waiting.line} of {waiting.document} promises to tell somebody, and nobody did. "
            "Write down who was told, or why it is not owed here."
        )
    left = [phase for phase in found if phase.ordinal > incident.phase]
    if left and not said:
        raise Refused(f"{left[0].name} is still to come. Go on to it, or say why it is left out.", "reason")
    if unmet and not said:
        raise Refused(f"{unmet} exit criteria are not ticked. Tick what is so, or say why it ends.", "reason")


def _may_merge(incident: Incident, other: Incident | None) -> None:
    if other is None or other.organisation_id != incident.organisation_id or other.pk == incident.pk:
        raise Refused("Name the other incident, such as IN-7K3MQ9TD.", "merged_into")
    if other.state != State.OPEN or other.exercise != incident.exercise:
        raise Refused("The other one has to be open, and an exercise where this is one.", "merged_into")


def _hand_over(incident: Incident, other: Incident, *, by: Actor, at: datetime) -> None:
    """What belongs to it belongs to the other one now."""
    Alert.objects.filter(organisation_id=incident.organisation_id, incident=incident).update(incident=other)
    theirs = Affected.objects.filter(organisation_id=incident.organisation_id, incident=other)
    cases = set(theirs.exclude(case=None).values_list("case_id", flat=True))
    names = set(theirs.filter(case=None).values_list("name", flat=True))
    for one in Affected.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        if (one.case_id is not None and one.case_id not in cases) or (one.case_id is None and one.name not in names):
            attach(other, name=one.name, case=one.case, note=one.note, by=by, at=at)


def _end(incident: Incident, outcome: str, *, by: Actor, at: datetime) -> None:
    """Nothing of it is to be done any more but the review; what was late stays late."""
    left = Task.objects.filter(organisation_id=incident.organisation_id, incident=incident, state=TaskState.OPEN)
    actions = {clock.action for clock in deadline_reads.open_clocks(incident.project.organisation, incident.subject)}
    keep = {lookback.ACTION} if outcome == Outcome.HANDLED else set()
    left.update(state=TaskState.DROPPED, record="the incident was closed", settled_at=at, settled_by=str(by))
    ended = actions - keep
    if ended:
        deadlines.stop(
            incident.project.organisation, incident.subject, "the incident was closed", actions=ended, by=by, at=at
        )


def reopen(incident: Incident, to: int, reason: str, *, by: Actor, at: datetime) -> None:
    """It is not over after all: back to the phase at place ``to``, for a reason. Raises ``Refused``."""
    said = text(reason, "why it is not over", "reason")
    with transaction.atomic():
        claim(incident)
        if incident.state != State.CLOSED:
            raise Refused("This incident is open.")
        if queries.phase(incident, to) is None:
            raise Refused("There is no such phase in this incident.", "to")
        fields = {"state": State.OPEN, "outcome": "", "outcome_reason": "", "closed_at": None, "merged_into": None}
        changed(incident, at, phase=to, **fields)
        _undo(incident, to)
        _enter(incident, to, at)
        Move.objects.create(
            organisation_id=incident.organisation_id, incident=incident, before=0, after=to, reason=said,
            actor=str(by), at=at,
        )  # fmt: skip
        told(incident, "incident.reopened", {"to": to}, by=by, at=at)
