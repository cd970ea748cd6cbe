"""Commitments as JSON and back."""

from __future__ import annotations

import pytest

from troth.formats.commitment_json import from_json, to_json
from troth.terms.commitment import Contact, Deadline, Demand, Pgp, Tool
from troth.terms.event import Event
from troth.terms.span import Span

DEADLINE = Deadline(
    span=Span("SECURITY.md", 3, "We answer within 1-2 days"),
    also=(Span("SECURITY.md", 9),),
    action="acknowledge",
    within="P2D",
    earliest="P1D",
    severity=("high",),
    heading=("Reporting",),
)
TOOL = Tool(
    span=Span("x", 1, "bandit"),
    name="bandit",
    place=("ci", "pre-commit"),
    events=(Event.PULL_REQUEST,),
    demand=Demand.ENFORCED,
    universal=True,
)


def test_a_deadline_in_the_words_of_the_guide() -> None:
    assert to_json(DEADLINE) == {
        "kind": "deadline", "line": 3, "also": [9], "strength": "promise", "action": "acknowledge", "within": "P2D", "from": "P1D",
        "basis": "calendar", "severity": ["high"], "upper": True, "heading": ["Reporting"], "text": "We answer within 1-2 days",
    }  # fmt: skip


def test_extras_are_told_where_they_say_something() -> None:
    told = to_json(TOOL)
    assert (told["place"], told["events"], told["demand"]) == (["ci", "pre-commit"], ["pull_request"], "enforced")
    assert "condition" not in told
    assert to_json(Pgp(span=Span("x", 1)))["value"] == ""


@pytest.mark.parametrize(
    "commitment",
    [DEADLINE, TOOL, Contact(span=Span("x", 2, "t"), channel="email", value="a@harbour.example.org", place=("ci",))],
)
def test_there_and_back(commitment: Deadline | Tool | Contact) -> None:
    back = from_json(to_json(commitment), commitment.span.path)
    assert to_json(back) == to_json(commitment)
    assert type(back) is type(commitment)


@pytest.mark.parametrize(
    "said", [{}, {"kind": "nonsense"}, {"kind": "deadline", "line": 1}, {"kind": "tool", "line": "one", "name": 5}]
)
def test_nonsense_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"kind|deadline|tool"):
        from_json(said, "x")
