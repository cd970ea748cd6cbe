"""The machine, asked for every state, every target and everything that can stand in the way; no database."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from troth_desk.cases.machine import FINAL, MOVES, START, Given, Standing, blocked, legal, look
from troth_desk.cases.models import State

UNTIL = datetime(2026, 6, 1, tzinfo=UTC)
STANDINGS = [
    Standing(state, held, until, actions)
    for state, held, until, actions in product(State, (False, True), (None, UNTIL), ((), ("line 7: Immediate patch",)))
]
GIVEN = [
    Given(),
    Given(reason="because"),
    Given(information="which version?"),
    Given(original="TR-22222222"),
    Given(original="TR-22222222", itself=True),
    Given(original="TR-22222222", original_is_duplicate="TR-33333333"),
    Given(reason=" \n", information="\t"),
    Given(reason="because", information="which version?", original="TR-22222222"),
]
ISSUE = {
    ("received", "acknowledged"),
    ("acknowledged", "needs_info"),
    ("acknowledged", "assessing"),
    ("needs_info", "assessing"),
    ("assessing", "needs_info"),
    ("assessing", "accepted"),
    ("assessing", "rejected"),
    ("assessing", "duplicate"),
    ("accepted", "fixing"),
    ("fixing", "fix_ready"),
    ("fix_ready", "disclosed"),
    ("disclosed", "closed"),
    ("rejected", "closed"),
    ("duplicate", "closed"),
    ("closed", "reopened"),
}
"""The moves that the machine has to have; written down here once more, not read from it."""
BACK = {
    ("accepted", "assessing"),
    ("fixing", "assessing"),
    ("fix_ready", "fixing"),
    ("rejected", "reopened"),
    ("duplicate", "reopened"),
    ("disclosed", "reopened"),
    ("reopened", "assessing"),
    ("reopened", "needs_info"),
}
"""Moves that take something back, and those out of a case that was opened again."""
REASON = {("assessing", "rejected"), *BACK} - {("reopened", "assessing"), ("reopened", "needs_info")} | {
    ("closed", "reopened")
}


def test_the_moves_are_those_of_the_plan_and_no_others() -> None:
    assert {(state.value, to.value) for state, edges in MOVES.items() for to in edges} == ISSUE | BACK
    assert set(MOVES) == set(State)


def expected(standing: Standing, to: State, given: Given) -> bool:
    """What the plan says, in other words than the machine: sets of pairs and one condition after the other."""
    pair = (standing.state.value, to.value)
    if pair not in ISSUE | BACK or (standing.held and to != State.ACKNOWLEDGED):
        return False
    if to == State.DISCLOSED and standing.embargo_until:
        return False
    if to == State.CLOSED and standing.open_actions:
        return False
    if pair in REASON and not given.reason.strip():
        return False
    if to == State.NEEDS_INFO and not given.information.strip():
        return False
    if to != State.DUPLICATE:
        return True
    return bool(given.original) and not given.itself and not given.original_is_duplicate


def test_every_state_every_target_every_guard_is_legal_or_refused_with_a_reason() -> None:
    asked = 0
    for standing, to, given in product(STANDINGS, State, GIVEN):
        refusal = look(standing, to, given)
        assert (refusal == "") is expected(standing, to, given), (standing, to, given, refusal)
        assert refusal == "" or (len(refusal) > 20 and refusal.endswith(".")), refusal
        asked += 1
    assert asked == 12 * 8 * 12 * 8


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
def test_buttons_are_exactly_the_moves_that_can_be_done(standing: Standing) -> None:
    """With everything given, a listed move is legal; a blocked one and one that is not listed is refused."""
    given = GIVEN[-1]
    open_to = {move.to for move in legal(standing)}
    in_the_way = {move.to: why for move, why in blocked(standing)}
    assert open_to == {to for to in State if look(standing, to, given) == ""}
    assert open_to | set(in_the_way) == set(MOVES[standing.state])
    for to, why in in_the_way.items():
        assert look(standing, to, given) == why
    for move in legal(standing):
        asks = {"reason", "information", "duplicate_of"} & {move.asks}
        assert (look(standing, move.to, Given()) == "") is (not asks)
        assert move.asks_reason is (move.asks == "reason")


def test_every_state_is_reachable_and_every_other_than_the_final_one_has_an_exit() -> None:
    reached, waiting = {START}, [START]
    while waiting:
        for to in MOVES[waiting.pop()]:
            if to not in reached:
                reached.add(to)
                waiting.append(to)
    assert reached == set(State)
    assert all(MOVES[state] for state in set(State) - FINAL)
    assert MOVES[State.CLOSED].keys() == {State.REOPENED}


def test_from_every_state_a_case_can_be_closed_whatever_stood_in_the_way() -> None:
    """No dead end: once it is released, the embargo is over and the actions are ticked, each state leads to closed."""
    for start in State:
        reached, waiting = {start}, [start]
        while waiting:
            for move in legal(Standing(waiting.pop())):
                if move.to not in reached:
                    reached.add(move.to)
                    waiting.append(move.to)
        assert State.CLOSED in reached, start


def test_an_acknowledgement_stands_before_every_assessment() -> None:
    """There is no way past it: without it nothing but the receipt can be reached."""
    reached = {START}
    for to in MOVES[START]:
        if to != State.ACKNOWLEDGED:
            reached.add(to)
    assert reached == {State.RECEIVED}
