"""Where does a case stand in what its reporter was told to expect? Five stages, each with its clocks.

Acknowledgement, initial assessment, status updates, resolution, disclosure: the stages of the policies that say what
reporters can expect, whether or not a policy sets a time for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from troth_desk.cases.models import Case, State, Transition
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.policies import queries as policies
from troth_desk.policies.models import Promise

REACHED = {
    "acknowledge": frozenset({State.ACKNOWLEDGED}),
    "assess": frozenset({State.ACCEPTED, State.REJECTED, State.DUPLICATE}),
    "update": frozenset({State.FIX_READY, State.REJECTED, State.DUPLICATE}),
    "fix": frozenset({State.FIX_READY}),
    "disclose": frozenset({State.DISCLOSED}),
}
NAMES = {
    "acknowledge": "Acknowledgement",
    "assess": "Initial assessment",
    "update": "Status updates",
    "fix": "Resolution",
    "disclose": "Disclosure",
}
NONE_NEEDED = "none needed"
NOT_PROMISED = "not promised"
ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. ``standing`` is one of:

    "done", "running", "not begun", "none needed" (of a rejected report), "not promised" (no
    sentence says how often updates come) or "ended" (status updates are owed no longer, whether or not there were any).

    ``done_at`` is when it was reached; ``clocks`` are those that were started for it, ``promises`` the sentences of
    the policy that speak of it, also those that set no time or wait for a rating.
    """

    action: str
    name: str
    standing: str
    done_at: datetime | None
    clocks: Sequence[Clock]
    promises: Sequence[Promise]

    @property
    def open_clocks(self) -> Sequence[Clock]:
        """Those that run or stand still, the one that is due first before the others."""
        return [one for one in self.clocks if one.state in {ClockState.RUNNING, ClockState.PAUSED}]


def stages(case: Case) -> list[Stage]:
    """The five stages of ``case`` in their order."""
    clocks = list(deadlines.clocks_of(case.project.organisation, case.subject))
    moves = list(Transition.objects.filter(organisation_id=case.organisation_id, case=case).order_by("at", "id"))
    began = next((one.at for one in reversed(moves) if one.after == State.REOPENED), None)
    moves = [one for one in moves if began is None or one.at >= began or one.after == State.ACKNOWLEDGED]
    said = list(policies.promises(case.policy).filter(action__in=NAMES)) if case.policy else []
    return [_stage(case, action, clocks, moves, said) for action in NAMES]


def _stage(
    case: Case, action: str, clocks: Sequence[Clock], moves: Sequence[Transition], said: Sequence[Promise]
) -> Stage:
    done_at = _done_at(case, action, moves)
    promises = [one for one in said if one.action == action]
    return Stage(
        action=action,
        name=NAMES[action],
        standing=_updates(done_at, promises) if action == "update" else _standing(case, action, done_at),
        done_at=done_at,
        clocks=[one for one in clocks if one.action == action],
        promises=promises,
    )


def _done_at(case: Case, action: str, moves: Sequence[Transition]) -> datetime | None:
    if action == "fix" and case.state in {State.FIXING, State.ASSESSING, State.ACCEPTED}:
        return None  # a fix that did not hold was none
    reached = [one.at for one in moves if one.after in REACHED[action]]
    if action == "assess" and case.state in {State.ASSESSING, State.NEEDS_INFO}:
        return reached[0] if reached else None
    return reached[-1] if reached else None


def _updates(ended: datetime | None, promises: Sequence[Promise]) -> str:
    """Status updates are a rhythm: they run until the case is resolved; its end says nothing of what was written."""
    if not any(one.every or one.within for one in promises):
        return NOT_PROMISED
    return "running" if ended is None else ENDED


def _standing(case: Case, action: str, done_at: datetime | None) -> str:
    if done_at is not None:
        return "done"
    ended = {State.REJECTED, State.DUPLICATE}
    if action in {"fix", "disclose"} and (case.state in ended or case.rejected_reason or case.duplicate_of_id):
        return NONE_NEEDED
    if action == "disclose":
        return "running" if case.state == State.FIX_READY else "not begun"
    if action == "fix":
        return "running" if case.state == State.FIXING else "not begun"
    if action == "assess":
        return "running" if case.state in {State.ASSESSING, State.NEEDS_INFO, State.REOPENED} else "not begun"
    return "running"
