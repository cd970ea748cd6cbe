"""What does the policy promise now? The clocks that a case starts, meets and ends as it moves.

The rules, in the words of ``docs/desk/cases.md``:

- A promise counts from the receipt of the report, unless its words name a later start ("after triage", "of confirmed
  vulnerabilities", "after the fix").
- A promise for a severity counts once the case is rated so. The time to respond that stands beside a promised action
  counts from the rating, and is met when the action is ticked; all others count from their start as above.
- What a severity promises is added when it is raised; nothing is taken away when it is lowered.
- Acknowledging is done by people: the receipt that the desk writes meets nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from troth_desk.cases import beside
from troth_desk.cases.models import Case, State, Transition
from troth_desk.cases.states import RANK
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.ledger.actor import Actor
from troth_desk.policies.models import Promise
from troth_desk.policies.responses import Response, responses

ACKNOWLEDGE, ASSESS, UPDATE, FIX, DISCLOSE = "acknowledge", "assess", "update", "fix", "disclose"
RESPOND = "respond"
"""Doing what the policy promises for a severity; met by ticking it."""
OWED = (ACKNOWLEDGE, ASSESS, UPDATE, FIX, DISCLOSE)
"""Actions of promises that a report starts. "notify" is none of them: its start is an incident's."""
RESOLVED = frozenset({State.FIX_READY, State.DISCLOSED, State.CLOSED, State.REJECTED, State.DUPLICATE})
"""States in which nothing more is owed until resolution."""
ASSESSED = frozenset({State.ACCEPTED, State.REJECTED, State.DUPLICATE})

_AFTER = r"\b(?:after|from|of|once|upon|following|since|when)\b[^.;|]{0,40}?"
_ASSESSED = re.compile(
    _AFTER + r"\b(?:triag\w+|confirm\w*|validat\w*|verif\w*|accept\w*|assess\w*|reproduc\w*|acknowledg\w*|valid)\b",
    re.IGNORECASE,
)
_FIXED = re.compile(
    _AFTER + r"\b(?:(?:the|a|an|our)\s)?(?:fix(?:es|ed)?|patch(?:es|ed)?|remediat\w+|mitigat\w+|"
    r"resol\w+|release[sd]?|update is)\b",
    re.IGNORECASE,
)


def arm_owed(case: Case, *, by: Actor, at: datetime, again: Iterable[str] = ()) -> list[Clock]:
    """Start the clocks of everything that is owed by now and has none yet; those that were started.

    ``again`` are actions whose clock is started anew although one has run: a fix that did not hold was none.
    """
    if case.policy is None or case.state in {State.REJECTED, State.DUPLICATE, State.CLOSED}:
        return []
    responding = {one.pk for response in responses(case.policy).values() for one in response.responding}
    started = []
    for promise in _owed(case):
        start = _start(case, promise)
        if start is None or promise.pk in responding or _done(case, promise, again):
            continue
        if promise.action not in again and _ran(case, promise, start):
            continue
        if not _resolved(case, promise):
            started.append(_arm(case, promise, start, by=by, at=at))
    return started


def _owed(case: Case) -> list[Promise]:
    """The promises that a report starts and that apply to the severity of ``case``, highest ever rated."""
    if case.policy is None:
        return []
    worst = worst_rating(case)
    found = [one for action in OWED for one in clocks.owed_in_time(case.policy, action)]
    return [one for one in found if one.binding and (not one.severities or worst in one.severities)]


def worst_rating(case: Case) -> str:
    """The highest severity that the case was ever rated, "" where it never was."""
    rated = case.ratings.filter(organisation_id=case.organisation_id).values_list("severity", flat=True)
    return max(rated, key=lambda word: RANK[word], default="")


def _start(case: Case, promise: Promise) -> datetime | None:
    """From when a promise counts; None where that has not come yet."""
    if promise.action in {ACKNOWLEDGE, UPDATE}:
        return _round_began(case)
    if promise.action == DISCLOSE and _FIXED.search(promise.sentence):
        return _last(case, (State.FIX_READY,))
    if promise.action in {FIX, DISCLOSE} and _ASSESSED.search(promise.sentence):
        return _last(case, (State.ACCEPTED,))
    if promise.action in {FIX, DISCLOSE} and _last(case, (State.FIX_READY,)) is None:
        # Turned away and opened again, it was never fixed: turning away gives no new time.
        return case.received_at
    return _round_began(case)


def _round_began(case: Case) -> datetime:
    """The receipt, or when the case was opened again for the last time."""
    return _last(case, (State.REOPENED,)) or case.received_at


def _last(case: Case, states: Iterable[State]) -> datetime | None:
    moves = Transition.objects.filter(organisation_id=case.organisation_id, case=case, after__in=tuple(states))
    return moves.order_by("-at", "-id").values_list("at", flat=True).first()


def _done(case: Case, promise: Promise, again: Iterable[str]) -> bool:
    """Whether what is promised was done before its clock could start: a clock would have nothing to wait for."""
    if promise.action in again:
        return False
    if promise.action == ACKNOWLEDGE:
        return case.acknowledged_at is not None and not promise.severities
    if promise.action == ASSESS:
        return (_last(case, ASSESSED) or case.received_at) > _round_began(case)
    return False


def _resolved(case: Case, promise: Promise) -> bool:
    return promise.action == UPDATE and case.state in RESOLVED


def _ran(case: Case, promise: Promise, start: datetime) -> bool:
    """Whether a clock of the promise runs or has run since ``start``; one that gave way to a stricter one counts.

    One that stopped because the case was turned away does not, once it is opened again.
    """
    ran = Clock.objects.filter(
        organisation_id=case.organisation_id, subject=case.subject, promise=promise, started_at__gte=start
    )
    reopened = _last(case, (State.REOPENED,))
    return (ran.exclude(state=ClockState.STOPPED, stopped_at__lte=reopened) if reopened else ran).exists()


def _arm(case: Case, promise: Promise, start: datetime, *, by: Actor, at: datetime, action: str = "") -> Clock:
    return clocks.arm(
        promise,
        case.project,
        case.subject,
        started_at=start,
        by=by,
        at=at,
        severity=worst_rating(case) if promise.severities else "",
        cadence=promise.kind == "recurrence",
        action=action,
    )


def rated(case: Case, response: Response | None, *, by: Actor, at: datetime) -> list[Clock]:
    """The severity was raised: running clocks give way to stricter promises, and those of the severity start."""
    responding = response.responding if response else ()
    leave = [one.pk for one in responding]
    tightened = clocks.tighten(case.project.organisation, case.subject, case.severity, by=by, at=at, leave=leave)
    new = [one for one in responding if clocks.has_length(one) and not _running(case, one)]
    responds = [_arm(case, one, at, by=by, at=at, action=RESPOND) for one in new]
    give_way(case, responds, by=by, at=at)
    started = arm_owed(case, by=by, at=at)
    if case.acknowledged_at is not None and any(one.action == ACKNOWLEDGE for one in started):
        # The answer was given before anybody knew how severe it is: it is held against the promise of the severity.
        _tell(case, ACKNOWLEDGE, by=by, at=case.acknowledged_at)
    if case.state in {State.FIX_READY, State.DISCLOSED} and any(one.action == FIX for one in started):
        fixed = _last(case, (State.FIX_READY,)) or at
        clocks.meet(case.project.organisation, case.subject, FIX, by=by, at=fixed)
    if case.state == State.DISCLOSED and any(one.action == DISCLOSE for one in started):
        told = _last(case, (State.DISCLOSED,)) or at
        clocks.meet(case.project.organisation, case.subject, DISCLOSE, by=by, at=told)
    return [*tightened, *responds, *started]


def give_way(case: Case, responds: Iterable[Clock], *, by: Actor, at: datetime) -> None:
    """Times to respond of lower severities end where the new one is due first; what is overdue goes on."""
    due = max((one.due_at for one in responds), default=None)
    if due is None:
        return
    older = Clock.objects.filter(
        organisation_id=case.organisation_id,
        subject=case.subject,
        action=RESPOND,
        state=ClockState.RUNNING,
        due_at__gt=max(due, at),
    ).exclude(severity=case.severity)
    for severity in sorted(set(older.values_list("severity", flat=True))):
        why = f"severity is {case.severity} now"
        organisation = case.project.organisation
        clocks.stop(organisation, case.subject, why, by=by, at=at, actions=(RESPOND,), severity=severity)


def responding(case: Case, severity: str) -> bool:
    """Whether a time to respond for ``severity`` runs or stands still."""
    return Clock.objects.filter(
        organisation_id=case.organisation_id,
        subject=case.subject,
        action=RESPOND,
        severity=severity,
        state__in=(ClockState.RUNNING, ClockState.PAUSED),
    ).exists()


def _running(case: Case, promise: Promise) -> bool:
    return Clock.objects.filter(
        organisation_id=case.organisation_id,
        subject=case.subject,
        promise=promise,
        state__in=(ClockState.RUNNING, ClockState.PAUSED),
    ).exists()


def responded(case: Case, severity: str, *, by: Actor, at: datetime) -> None:
    """Every action that is promised for ``severity`` is ticked."""
    clocks.meet(case.project.organisation, case.subject, RESPOND, by=by, at=at, severity=severity)


def excused(case: Case, severity: str, *, by: Actor, at: datetime) -> None:
    """No action that is promised for ``severity`` applies: nothing is owed for it any more."""
    organisation, why = case.project.organisation, "no promised action applies"
    clocks.stop(organisation, case.subject, why, by=by, at=at, actions=(RESPOND,), severity=severity)


def updated(case: Case, *, by: Actor, at: datetime) -> None:
    """The team has written to the reporter."""
    _tell(case, UPDATE, by=by, at=at)


def _tell(case: Case, action: str, *, by: Actor, at: datetime) -> None:
    """What consists in telling the reporter is done, as far as the reporter can know of it."""
    untold = beside.untold(case, action)
    clocks.meet(case.project.organisation, case.subject, action, by=by, at=at, untold=untold)


def moved(case: Case, before: State, after: State, *, by: Actor, at: datetime) -> None:
    """What a move means for the clocks of a case."""
    organisation, subject = case.project.organisation, case.subject
    done = {State.FIX_READY: FIX, State.DISCLOSED: DISCLOSE}.get(after)
    if done:
        clocks.meet(organisation, subject, done, by=by, at=at)
    if after == State.ACKNOWLEDGED:
        _tell(case, ACKNOWLEDGE, by=by, at=at)
    if before == State.ASSESSING and after in ASSESSED:
        _tell(case, ASSESS, by=by, at=at)
    if after in {State.REJECTED, State.DUPLICATE, State.CLOSED}:
        clocks.stop(organisation, subject, f"the case is {after.label}", by=by, at=at)
    elif after == State.FIX_READY:
        clocks.stop(organisation, subject, "the case is resolved: a fix is ready", by=by, at=at, actions=(UPDATE,))
    again = (FIX, UPDATE) if before == State.FIX_READY and after == State.FIXING else ()
    arm_owed(case, by=by, at=at, again=again)
