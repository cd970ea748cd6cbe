"""The same promise in two documents is one commitment with two places, in whatever order they come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from troth.evidence import tools
from troth.policy.merge import across
from troth.policy.reader import read
from troth.terms.statement import Reading

LINES = (
    "We acknowledge reports within 48 hours.",
    "We acknowledge reports within 5 days.",
    "Write to security@example.org.",
    "Please do not open public issues.",
    "We run `bandit` on every pull request.",
    "Only the latest release receives security fixes.",
    "All user input is validated.",
)


def reading(name: str, *lines: str) -> Reading:
    return read(name, "# Security measures\n\n" + "\n\n".join(lines) + "\n", tools.NAMES)


def test_one_commitment_with_two_places() -> None:
    english = reading("SECURITY.md", LINES[0], LINES[2])
    german = read(
        "SECURITY.de.md", "# Sicherheit\n\nBitte senden Sie Meldungen an security@example.org.\n", tools.NAMES
    )
    merged = across([english, german])
    (contact,) = [one for one in merged if one.kind == "contact"]
    assert (contact.span.path, contact.span.line) == ("SECURITY.md", 5)
    assert [(span.path, span.line) for span in contact.also] == [("SECURITY.de.md", 3)]


def test_different_promises_stay_two() -> None:
    merged = across([reading("a.md", LINES[0]), reading("b.md", LINES[1])])
    assert [(one.span.path, one.also) for one in merged if one.kind == "deadline"] == [("a.md", ()), ("b.md", ())]


def test_one_document_stays_as_it_is() -> None:
    alone = reading("a.md", *LINES)
    assert across([alone]) == list(alone.commitments)


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=5), min_size=2, max_size=4))
def test_nothing_is_lost_or_said_twice(texts: list[list[str]]) -> None:
    readings = [reading(f"{number}.md", *lines) for number, lines in enumerate(texts)]
    merged = across(readings)
    wanted = {
        (one.kind, span.path, span.line)
        for each in readings
        for one in each.commitments
        for span in (one.span, *one.also)
    }
    got = [(one.kind, span.path, span.line) for one in merged for span in (one.span, *one.also)]
    assert set(got) == wanted
    assert len(got) == len(set(got)) or any(one.kind in {"recurrence", "tool"} for one in merged)
    again = across([Reading(document="x", commitments=tuple(merged), unread=(), statements=0), readings[0]])
    assert {one.kind for one in again} == {one.kind for one in merged}


@given(st.permutations(range(3)))
def test_the_order_of_documents_changes_no_places(order: list[int]) -> None:
    readings = [reading("a.md", *LINES[:4]), reading("b.md", *LINES[2:]), reading("c.md", *LINES[::2])]

    def places(given: list[Reading]) -> set[frozenset[tuple[str, int | None]]]:
        return {frozenset((span.path, span.line) for span in (one.span, *one.also)) for one in across(given)}

    assert places([readings[index] for index in order]) == places(readings)
