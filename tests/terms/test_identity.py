"""Ids are readable, unique, and do not move with the sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from troth.terms.commitment import Commitment, Deadline, Recurrence, SupportedVersion, Tool
from troth.terms.identity import LONGEST, identify
from troth.terms.span import Span


def tool(line: int, name: str = "bandit") -> Commitment:
    return Tool(span=Span("SECURITY.md", line, f"We use {name}."), name=name)


def test_an_id_says_what_it_is_about() -> None:
    deadline = Deadline(span=Span("SECURITY.md", 9), action="acknowledge", within="PT48H")
    assert identify([deadline, tool(3)]) == ("deadline-acknowledge-pt48h-calendar", "tool-bandit-use")


def test_days_and_products_stand_in_an_id_only_where_they_are_unusual() -> None:
    here = Span("SECURITY.md", 9)
    weekly = Recurrence(span=here, action="scan", every="P5D", subject="dependencies")
    row = SupportedVersion(span=here, version="1.x", supported=True)
    assert identify([weekly, row]) == ("recurrence-scan-p5d-dependencies", "supported-version-1-x-true")
    assert identify([replace(weekly, basis="business"), replace(row, product="tide")]) == (
        "recurrence-scan-p5d-dependencies-business",
        "supported-version-1-x-true-tide",
    )


def test_an_id_survives_a_moved_and_reworded_sentence() -> None:
    moved = Tool(span=Span("SECURITY.md", 80, "Bandit reads our code."), name="bandit")
    assert identify([tool(3)]) == identify([moved])


@given(st.lists(st.text(max_size=80), max_size=12))
def test_ids_are_unique_and_bounded_whatever_the_names(names: list[str]) -> None:
    ids = identify(tool(line, name) for line, name in enumerate(names, 1))
    assert len(set(ids)) == len(names)
    assert all(len(each) <= LONGEST + 4 for each in ids)
