"""The sieve passes over a sentence only where no pattern could have matched."""

from __future__ import annotations

import gc
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.policy.document import parse
from troth.policy.phrases import PHRASES
from troth.policy.phrases.bounty import WORD
from troth.policy.phrases.pin import SEMVER
from troth.policy.reader import GATED
from troth.policy.words.literals import alternatives, literals
from troth.policy.words.measured import PATTERNS as SIGNS
from troth.policy.words.sieve import ALWAYS, SIEVE, Many, Sifted, Words, either
from troth.policy.words.topic import PATTERNS as TOPICS

PATTERNS = sorted((each for each in gc.get_objects() if type(each) is Words), key=lambda each: each.source)
SORTED = [each for each in PATTERNS if each.needs != ALWAYS]
DIVIDED = [each for each in PATTERNS if each.divided]
EXAMPLES = [
    statement.text
    for phrase in PHRASES
    for example in phrase.examples
    for text in (example.text, example.negated, example.advice, example.past, example.code)
    for statement in parse("SECURITY.md", text).statements
]


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        (r"\bencrypt\w*", {" encrypt"}),
        (r"\b(?:daily|weekly)\b", {" daily ", " weekly "}),
        (r"publish\w*|announced", {"publish", "announced"}),
        (r"within (?:two|three) days", {"within t"}),
        (r"\d+", set()),
        (r"a|key", set()),
        (r"(?:optional)?", set()),
        (r"(?:twice){2,3}", {"twice"}),
        (r"(?i:PGP)", {"pgp"}),
        (r"(?!not )signed", {"signed"}),
    ],
)
def test_literals_are_those_of_which_a_match_needs_one(source: str, needed: set[str]) -> None:
    assert literals(source)[0] == needed


@pytest.mark.parametrize(
    ("source", "second"),
    [
        (r"\breport\w*\b.{0,20}\bpublic", {" public"}),
        (r"\b(?:daily|weekly)\b .*\bscan", {" scan"}),
        (r"(?:store .*passwords?|keep .* secret)", {"store ", "keep "}),
        (r"encrypt\w*", set()),
        (r"encrypted (?:backups)?", set()),
        (r"encrypted (?!backups)", set()),
        (r"report|(?:publish .* advisory)", set()),
    ],
)
def test_a_second_set_of_literals_is_needed_as_well(source: str, second: set[str]) -> None:
    assert literals(source)[1] == second


def test_a_text_with_one_of_two_needed_words_is_passed_over() -> None:
    pattern = next(each for each in SORTED if not each.divided and all(literals(each.source)))
    first, second = (min(each) for each in literals(pattern.source))
    assert pattern.idle(SIEVE.sift(first))
    assert pattern.idle(SIEVE.sift(second))
    apart = (SIEVE.sift(first), SIEVE.sift(second))
    assert not pattern.idle(SIEVE.sift(f"{first} {second}"))
    assert not pattern.idle(SIEVE.alike(f"{first} {second}", *apart))


def test_most_patterns_are_sorted_and_most_sentences_pass_them_over() -> None:
    assert len(SORTED) * 2 > len(PATTERNS)
    sifted = [SIEVE.sift(text) for text in EXAMPLES]
    asked = sum(not pattern.idle(text) for pattern in SORTED for text in sifted)
    assert asked * 4 < len(SORTED) * len(sifted)


def test_no_pattern_is_passed_over_that_matches() -> None:
    for text in EXAMPLES:
        sifted = SIEVE.sift(text)
        for pattern in SORTED:
            assert not (pattern.idle(sifted) and pattern.pattern.search(text)), (pattern.source, text)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_a_pattern_generates_is_never_passed_over(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(SORTED))
    text = data.draw(st.from_regex(re.compile(pattern.source, re.IGNORECASE | re.ASCII)))
    assert not pattern.idle(SIEVE.sift(text)) or not pattern.pattern.search(text)


def test_a_pattern_declared_after_the_first_text_is_always_asked() -> None:
    SIEVE.sift("anything")
    late = Words("zzzz")
    assert late.search(SIEVE.sift("zz zzzz")) is not None


def test_every_phrase_that_waits_for_words_passes_over_sentences_without_them() -> None:
    assert [phrase.name for phrase, gate, _ in GATED if phrase.gate and gate & ALWAYS] == []


def test_several_patterns_are_passed_over_together_and_never_one_that_matches() -> None:
    asked = either(WORD.english, SEMVER)
    for text in ("Reward for a reef.", "Semver ranges steer the ferry.", "A bounty, by semantic versioning."):
        assert SIEVE.sift(text).mask & asked, text
    assert not SIEVE.sift("Ferries leave at noon.").mask & asked


def test_a_part_carries_the_bits_of_its_whole() -> None:
    whole = SIEVE.sift("Reports are acknowledged within 48 hours")
    part = SIEVE.alike("acknowledged", whole)
    assert isinstance(part, Sifted)
    assert part.mask == whole.mask


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (r"one|two", ["one", "two"]),
        (r"\b(?:one|two)\b", [r"\b(?:one)\b", r"\b(?:two)\b"]),
        (r"(?:one|two) three", [r"(?:one|two) three"]),
        (r"(?:one|two)(?:three|four)", [r"(?:one|two)(?:three|four)"]),
        (r"(?:one|two)+", [r"(?:one|two)+"]),
        (r"[|(]|\||[^]|]|three", ["[|(]", r"\|", "[^]|]", "three"]),
        (r"a(?!b|c)|\(d|e\)", ["a(?!b|c)", r"\(d", r"e\)"]),
    ],
)
def test_a_pattern_is_divided_at_the_bars_of_its_outermost_choice(source: str, parts: list[str]) -> None:
    assert alternatives(source) == parts


@pytest.mark.parametrize("source", [r"(one)|two|three|four", r"(?i)one|two|three|four", r"one|two|(?:three)?|four"])
def test_what_captures_matches_nothing_or_sets_flags_stays_whole(source: str) -> None:
    assert not Words(source).divided


def test_a_pattern_with_comments_stays_whole() -> None:
    words = Words("one # or two | three\n| four | five", re.VERBOSE)
    assert not words.divided
    assert words.search(SIEVE.sift("three")) is None


def test_a_divided_pattern_finds_what_it_found_whole() -> None:
    assert len(DIVIDED) > 100
    for text in EXAMPLES:
        sifted = SIEVE.sift(text)
        for words in DIVIDED:
            whole, found = words.pattern.search(text), words.search(sifted)
            assert (whole and whole.span()) == (found and found.span()), (words.source, text)
            assert [each.span() for each in words.pattern.finditer(text)] == [
                each.span() for each in words.finditer(sifted)
            ]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_a_pattern_generates_is_found_in_the_same_place_when_it_is_divided(data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(DIVIDED))
    text = " ".join(data.draw(st.from_regex(re.compile(words.source, re.IGNORECASE | re.ASCII))) for _ in range(2))
    whole, found = words.pattern.search(text), words.search(SIEVE.sift(text))
    assert (whole and whole.span()) == (found and found.span())
    start = data.draw(st.integers(0, len(text)))
    assert [each.span() for each in words.pattern.finditer(text, start)] == [
        each.span() for each in words.finditer(SIEVE.sift(text), start)
    ]


@pytest.mark.parametrize("many", [TOPICS, SIGNS], ids=["topics", "signs"])
def test_of_many_patterns_those_match_that_match_one_by_one(many: Many[tuple[str, int]]) -> None:
    for text in EXAMPLES:
        alone = [(name, match.span()) for name, words in many if (match := words.pattern.search(text))]
        assert [(name, match.span()) for name, match in many.search(SIEVE.sift(text))] == alone
        assert [(name, match.span()) for name, match in many.search(text)] == alone


def test_patterns_declared_after_the_first_text_are_asked_of_every_text() -> None:
    sifted = SIEVE.sift("One and two and three")
    late = Many([("three", Words("three")), ("one", Words("one"))])
    assert [name for name, _ in late.search(sifted)] == ["three", "one"]
