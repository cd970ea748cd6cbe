"""The same promise in two documents is one commitment with two places, in whatever order they come."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import tools
from troth.policy.reader import read
from troth.policy.union import unite
from troth.terms.commitment import (
    Bounty,
    Commitment,
    Deadline,
    DisclosureStep,
    Guidance,
    Practice,
    Recurrence,
    SupportedVersion,
)
from troth.terms.span import Span
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


def across(readings: list[Reading]) -> list[Commitment]:
    return list(unite((one for each in readings for one in each.commitments), readings))


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


def test_the_strictest_sentence_on_a_tool_speaks_for_all() -> None:
    watches, blocks, both = (
        "harden-runner monitors outbound traffic in CI.",
        "harden-runner blocks outbound traffic in CI.",
        "harden-runner runs in CI, advisory only.",
    )
    for lines in ((watches, blocks), (blocks, watches), (both, watches, blocks)):
        for merged in (
            reading("a.md", *lines).commitments,
            across([reading(f"{n}.md", t) for n, t in enumerate(lines)]),
        ):
            assert [one.sentence for one in merged if one.kind == "tool"] == [blocks]
    (alone,) = (one for one in reading("a.md", watches, both).commitments if one.kind == "tool")
    assert alone.sentence == watches


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


def said(kind: type[Commitment], path: str, line: int, words: str = "", **fields: object) -> Commitment:
    return kind(span=Span(path, line, words), **fields)  # type: ignore[arg-type]


def united(*commitments: Commitment) -> list[tuple[str, list[str]]]:
    paths = sorted({one.span.path for one in commitments}, key=lambda path: ("de" in path, path))
    readings = [
        Reading(document=path, commitments=(), unread=(), statements=0, origin="SECURITY.md" if "de" in path else "")
        for path in paths
    ]
    return [(str(one.span), [str(span) for span in one.also]) for one in unite(commitments, readings)]


def test_equal_lengths_are_one_deadline() -> None:
    hours = said(Deadline, "SECURITY.md", 3, action="acknowledge", within="PT48H")
    days = said(Deadline, "SUPPORT.md", 7, action="acknowledge", within="P2D")
    business = said(Deadline, "plan.md", 9, action="acknowledge", within="P2D", basis="business")
    assert united(hours, days, business) == [("SECURITY.md:3", ["SUPPORT.md:7"]), ("plan.md:9", [])]


def test_days_of_another_sort_and_other_products_are_other_promises() -> None:
    def scan(path: str, basis: str) -> Commitment:
        return said(Recurrence, path, 1, action="scan", every="P5D", basis=basis)

    assert len(united(scan("a", "business"), scan("b", "calendar"))) == 2
    assert len(united(scan("a", "business"), scan("b", "business"))) == 1

    def row(path: str, line: int, product: str) -> Commitment:
        return said(SupportedVersion, path, line, version="1.x", supported=True, product=product)

    assert len(united(row("a", 1, "tide"), row("a", 2, "ferry"), row("b", 1, "ferry"))) == 2
    assert len(united(row("a", 1, "tide"), row("b", 1, ""))) == 1  # one product: it need not be named


def test_rows_of_several_products_stand_beside_each_other() -> None:
    head = "## Supported versions\n\n| Product | Version | Supported |\n| --- | --- | --- |\n"
    both = read("a.md", f"{head}| tide | 1.x | yes |\n| ferry | 1.x | yes |", tools.NAMES).commitments
    assert [(one.product, one.also) for one in both if isinstance(one, SupportedVersion)] == [
        ("tide", ()),
        ("ferry", ()),
    ]
    [one] = read("a.md", f"{head}| tide | 1.x | yes |\n\nVersion 1.x is supported.", tools.NAMES).commitments
    assert len(one.also) == 1


def test_days_of_business_and_of_the_calendar_are_not_one() -> None:
    text = "# Security\n\nDependencies are scanned every 5 business days.\n\nDependencies are scanned every 5 days."
    assert len(read("a.md", text, tools.NAMES).commitments) == 2


def test_who_promises_in_one_place_has_promised() -> None:
    hope = said(Deadline, "SECURITY.md", 3, action="fix", within="P30D", strength="target")
    firm = said(Deadline, "plan.md", 7, action="fix", within="P30D")
    assert united(hope, firm) == [("plan.md:7", ["SECURITY.md:3"])]


def test_a_refusal_is_another_promise() -> None:
    assert len(united(said(Bounty, "a.md", 1), said(Bounty, "b.md", 1, strength="refusal"))) == 2


def test_measures_are_one_where_their_words_are() -> None:
    first = said(Practice, "a.md", 1, "All input  is validated.", topic="input_validation")
    same = said(Practice, "b.md", 2, "all input is validated.", topic="input_validation")
    other = said(Practice, "b.md", 3, "Uploads are checked.", topic="input_validation")
    assert united(first, same, other) == [("a.md:1", ["b.md:2"]), ("b.md:3", [])]


def test_advice_stays_where_it_is() -> None:
    assert len(united(said(Guidance, "a.md", 1, "For users"), said(Guidance, "b.md", 1, "For users"))) == 2


def test_a_translation_says_the_same_in_the_same_order() -> None:
    own = [
        said(Practice, "SECURITY.md", 5, "All input is validated.", topic="input_validation"),
        said(Practice, "SECURITY.md", 6, "Uploads are checked.", topic="input_validation"),
        said(DisclosureStep, "SECURITY.md", 9, "Triage", name="triage"),
    ]
    twin = [
        said(Practice, "SECURITY.de.md", 4, "Eingaben werden geprüft.", topic="input_validation"),
        said(Practice, "SECURITY.de.md", 5, "Dateien werden geprüft.", topic="input_validation"),
        said(DisclosureStep, "SECURITY.de.md", 8, "Einordnung", name="einordnung"),
    ]
    assert united(*own, *twin) == [
        ("SECURITY.md:5", ["SECURITY.de.md:4"]),
        ("SECURITY.md:6", ["SECURITY.de.md:5"]),
        ("SECURITY.md:9", ["SECURITY.de.md:8"]),
    ]
    assert len(united(*own, *twin[1:])) == 4, "where one says more than the other, nobody knows which is which"
    no_twin = [msgspec.structs.replace(one, span=Span("other.md", one.span.line, one.span.text)) for one in twin]
    assert len(united(*own, *no_twin)) == 6, "documents that are no translations are told by their words"


PATHS = ("SECURITY.md", "SECURITY.de.md", "SUPPORT.md")
LINE = st.integers(1, 6)
ANY = st.one_of(
    st.builds(
        lambda path, line, within, strength: said(
            Deadline, path, line, action="fix", within=within, strength=strength
        ),
        st.sampled_from(PATHS), LINE, st.sampled_from(["P1D", "PT24H", "P1W", "P7D"]),
        st.sampled_from(["promise", "target"]),
    ),
    st.builds(
        lambda path, line, words: said(Practice, path, line, words, topic="other"),
        st.sampled_from(PATHS), LINE, st.sampled_from(["One.", "Two.", "Three."]),
    ),
    st.builds(
        lambda path, line, name: said(DisclosureStep, path, line, name, name=name),
        st.sampled_from(PATHS), LINE, st.sampled_from(["a", "b", "c"]),
    ),
)  # fmt: skip


def reading_of(path: str, commitments: list[Commitment]) -> Reading:
    own = tuple(one for one in commitments if one.span.path == path)
    origin = "SECURITY.md" if "de" in path else ""
    return Reading(document=path, commitments=own, unread=(), statements=0, origin=origin)


@settings(deadline=None)
@given(st.lists(ANY, max_size=14), st.randoms(use_true_random=False))
def test_no_order_matters_and_what_is_one_stays_one(commitments: list[Commitment], chance: Random) -> None:
    readings = [reading_of(path, commitments) for path in PATHS]
    once = unite(commitments, readings)
    shuffled = list(commitments)
    chance.shuffle(shuffled)
    assert unite(shuffled, readings) == once
    assert unite(once, readings) == once
    there = {(one.kind, str(one.span)) for one in commitments}
    assert {(one.kind, str(span)) for one in once for span in (one.span, *one.also)} == there
    for one in once:
        places = [str(span) for span in (one.span, *one.also)]
        assert len(places) == len(set(places))
