"""Which moves are legal? The states of a case, the moves between them, and what each move asks for.

Pure: no database, no clock. ``look`` answers for every pair of states; ``cases.actions.move`` does what it allows, by a
guarded update. The table is the issue's: received → acknowledged → needs_info ↔ assessing → accepted | rejected |
duplicate → fixing → fix_ready → disclosed → closed, and reopened. Back moves are legal where an assessment or a fix
turns out wrong; like everything that takes back what was said, they ask for a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from troth_desk.cases.states import State

START = State.RECEIVED
FINAL = frozenset({State.CLOSED})
"""A closed case may still be opened again."""


class Refused(Exception):  # noqa: N818  a refusal is an answer to people, not a failure
    """What was asked for is not done; the message is the sentence that people read."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A legal move: the ``label`` of its button, and what it ``asks``: "reason", "information", "duplicate_of", ""."""

    label: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A legal move of a case as it stands. ``asks`` names the one field that has to be given, or is empty."""

    to: State
    label: str
    asks: str = ""

    @property
    def asks_reason(self) -> bool:
        """Whether a reason has to be given."""
        return self.asks == "reason"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case decides over its moves.

    ``held``: it waits in the triage queue. ``embargo_until``: the end of an embargo that binds now. ``open_actions``:
    the promised actions that nobody has ticked, as "line 53: Immediate patch".
    """

    state: State
    held: bool = False
    embargo_until: datetime | None = None
    open_actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with a move.

    ``original`` is the reference of the case that this one repeats, ``original_is_duplicate`` that of the one which
    the original itself repeats.
    """

    reason: str = ""
    information: str = ""
    original: str = ""
    itself: bool = False
    original_is_duplicate: str = ""


_REOPEN = Edge("Open again", "reason")

MOVES: Mapping[State, Mapping[State, Edge]] = MappingProxyType(
    {
        State.RECEIVED: {State.ACKNOWLEDGED: Edge("Acknowledge")},
        State.ACKNOWLEDGED: {
            State.ASSESSING: Edge("Start the assessment"),
            State.NEEDS_INFO: Edge("Ask the reporter", "information"),
        },
        State.NEEDS_INFO: {State.ASSESSING: Edge("Go on with the assessment")},
        State.ASSESSING: {
            State.ACCEPTED: Edge("Accept"),
            State.NEEDS_INFO: Edge("Ask the reporter", "information"),
            State.REJECTED: Edge("Reject", "reason"),
            State.DUPLICATE: Edge("Mark as duplicate", "duplicate_of"),
        },
        State.ACCEPTED: {
            State.FIXING: Edge("Start the fix"),
            State.ASSESSING: Edge("Assess again", "reason"),
        },
        State.REJECTED: {State.CLOSED: Edge("Close"), State.REOPENED: _REOPEN},
        State.DUPLICATE: {State.CLOSED: Edge("Close"), State.REOPENED: _REOPEN},
        State.FIXING: {
            State.FIX_READY: Edge("The fix is ready"),
            State.ASSESSING: Edge("Assess again", "reason"),
        },
        State.FIX_READY: {
            State.DISCLOSED: Edge("Mark as disclosed"),
            State.FIXING: Edge("The fix does not hold", "reason"),
        },
        State.DISCLOSED: {State.CLOSED: Edge("Close"), State.REOPENED: _REOPEN},
        State.CLOSED: {State.REOPENED: _REOPEN},
        State.REOPENED: {
            State.ASSESSING: Edge("Start the assessment"),
            State.NEEDS_INFO: Edge("Ask the reporter", "information"),
        },
    }
)
"""Every legal move."""

_ASKED = MappingProxyType(
    {
        "reason": "Say why: the reporter reads the reason.",
        "information": "Say what you need to know: the reporter is sent this question.",
        "duplicate_of": "Name the case that this one repeats.",
    }
)


def look(standing: Standing, to: State, given: Given) -> str:
    """ "" where the move to ``to`` is legal, or the sentence that says why it is refused and what to do."""
    edge = MOVES[standing.state].get(to)
    if edge is None:
        return _no_such_move(standing.state, to)
    return _guarded(standing, to) or _missing(edge, given)


def legal(standing: Standing) -> list[Move]:
    """The moves that are open to a case as it stands, in the order of their buttons."""
    return [Move(to, edge.label, edge.asks) for to, edge in MOVES[standing.state].items() if not _guarded(standing, to)]


def blocked(standing: Standing) -> list[tuple[Move, str]]:
    """The moves that something stands in the way of, each with the sentence that says what."""
    return [
        (Move(to, edge.label, edge.asks), why)
        for to, edge in MOVES[standing.state].items()
        if (why := _guarded(standing, to))
    ]


def _no_such_move(state: State, to: State) -> str:
    if state == to:
        return f"The case is {state.label} already."
    ways = " or ".join(one.label for one in MOVES[state])
    return f"A case that is {state.label} cannot become {to.label}; from here it can become {ways}."


def _guarded(standing: Standing, to: State) -> str:
    """Why the case as it stands cannot move to ``to`` although the table has the move, or ""."""
    if standing.held and to is not State.ACKNOWLEDGED:
        return "The case waits in the triage queue: release it, merge it or turn it away first."
    if to is State.DISCLOSED and standing.embargo_until is not None:
        return (
            f"An embargo binds until {standing.embargo_until:%Y-%m-%d %H:%M} UTC: wait for its end, or end it with a "
            "reason first."
        )
    if to is State.CLOSED and standing.open_actions:
        return (
            f"The policy promises an action that is not ticked ({'; '.join(standing.open_actions)}): record what was "
            "done, or say why it does not apply."
        )
    return ""


def _missing(edge: Edge, given: Given) -> str:
    """What the move asks for and was not given, or ""."""
    if edge.asks == "reason":
        return "" if given.reason.strip() else _ASKED["reason"]
    if edge.asks == "information":
        return "" if given.information.strip() else _ASKED["information"]
    if edge.asks == "duplicate_of":
        return _wrong_original(given)
    return ""


def _wrong_original(given: Given) -> str:
    if given.itself:
        return "A case cannot repeat itself: name another case."
    if not given.original:
        return _ASKED["duplicate_of"]
    if given.original_is_duplicate:
        return f"{given.original} is itself a duplicate of {given.original_is_duplicate}: name that one."
    return ""
