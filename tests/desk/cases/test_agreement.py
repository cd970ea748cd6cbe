"""The embargo as a machine: every event in every state, with ends before and after each other; no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_desk.cases import agreement
from troth_desk.cases.agreement import BINDING, LONGEST, OPEN, Terms
from troth_desk.cases.states import EmbargoState

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SHORT, LONG = AT + 30 * DAY, AT + 90 * DAY
NONE = Terms()
PROPOSED = Terms(EmbargoState.PROPOSED, None, LONG)
ACTIVE = Terms(EmbargoState.ACTIVE, SHORT)
REVISE = Terms(EmbargoState.REVISE, SHORT, LONG)
EXITED = Terms(EmbargoState.EXITED, SHORT)
EVERY = (NONE, PROPOSED, ACTIVE, REVISE, EXITED)


def test_the_moves_of_the_embargo_are_those_of_its_table() -> None:
    """From → event → to, as the states of coordinated disclosure have them."""
    table = {
        ("none", "propose"): "proposed",
        ("proposed", "propose"): "proposed",
        ("proposed", "reject"): "none",
        ("proposed", "accept"): "active",
        ("active", "propose"): "revise",
        ("active", "terminate"): "exited",
        ("revise", "propose"): "revise",
        ("revise", "reject"): "active",
        ("revise", "accept"): "active",
        ("revise", "terminate"): "exited",
    }
    events = {
        "propose": lambda terms: agreement.proposed(terms, LONG),
        "reject": agreement.declined,
        "accept": agreement.agreed,
        "terminate": agreement.ended,
    }
    for (state, event), after in table.items():
        before = next(one for one in EVERY if one.state == state)
        assert events[event](before).state == after, (state, event)
    assert agreement.declined(REVISE) == ACTIVE
    assert agreement.agreed(REVISE) == Terms(EmbargoState.ACTIVE, LONG)


@pytest.mark.parametrize("terms", EVERY, ids=lambda terms: str(terms.state))
@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize(
    "until", [AT - DAY, AT, AT + timedelta(seconds=1), SHORT, LONG, AT + LONGEST, AT + LONGEST + DAY]
)
def test_a_proposal_is_possible_or_refused_with_the_reason(terms: Terms, public: bool, until: datetime) -> None:
    refused = agreement.refusal(terms, until, public=public, at=AT)
    possible = (
        not public
        and terms.state != EmbargoState.EXITED
        and AT < until <= AT + LONGEST
        and not (terms.state in BINDING and until == SHORT)
    )
    assert (refused == "") is possible
    assert refused == "" or refused.endswith(".")


INSTANTS = st.integers(1, 700).map(lambda days: AT + days * DAY)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("propose"), INSTANTS),
        st.tuples(st.just("counter"), INSTANTS),
        st.tuples(st.just("silence"), st.one_of(st.none(), INSTANTS)),
        st.tuples(st.sampled_from(["accept", "reject", "end"]), st.none()),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(EVENTS)
def test_whatever_happens_an_embargo_that_binds_has_an_end_and_a_proposal_has_one_too(
    events: list[tuple[str, datetime | None]],
) -> None:
    terms = Terms()
    for event, until in events:
        before = terms
        if event == "propose" and until and not agreement.refusal(terms, until, public=False, at=AT):
            terms = agreement.proposed(terms, until)
        elif event == "counter" and until and terms.state in OPEN:
            terms = agreement.countered(terms, until)
        elif event == "silence":
            terms = agreement.silent(terms, until)
        elif event == "accept":
            terms = agreement.agreed(terms)
        elif event == "reject":
            terms = agreement.declined(terms)
        elif event == "end":
            terms = agreement.ended(terms)
        assert (terms.state in BINDING) <= (terms.until is not None)
        assert (terms.state in OPEN) is (terms.proposed is not None)
        assert agreement.binds(terms, AT) == (terms.state in BINDING and terms.until is not None and terms.until > AT)
        if before.state == EmbargoState.EXITED:
            assert terms == before
        if before.state in BINDING and event in {"propose", "reject"}:
            assert terms.until == before.until


@settings(deadline=None)
@given(INSTANTS, INSTANTS)
def test_of_two_proposals_the_shorter_holds_and_the_longer_is_a_change(one: datetime, other: datetime) -> None:
    after = agreement.countered(Terms(EmbargoState.PROPOSED, None, one), other)
    assert after.until == min(one, other)
    assert after.proposed == (None if one == other else max(one, other))


@settings(deadline=None)
@given(INSTANTS, st.one_of(st.none(), INSTANTS))
def test_silence_counts_by_the_published_default_alone(proposal: datetime, default: datetime | None) -> None:
    after = agreement.silent(Terms(EmbargoState.PROPOSED, None, proposal), default)
    if default is None:
        assert after == Terms()
    else:
        assert after.until == min(proposal, default)


@settings(deadline=None)
@given(INSTANTS)
def test_silence_to_a_change_keeps_the_old_end(default: datetime) -> None:
    assert agreement.silent(REVISE, default) == ACTIVE
