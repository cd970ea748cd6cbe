"""A trace tells just what the reader does: the same commitments, by the same phrases."""

from __future__ import annotations

import tomllib
import unicodedata

import pytest

from troth.evidence import tools
from troth.policy.document import parse
from troth.policy.languages import LANGUAGES, source
from troth.policy.nearest import SIGNS, nearest
from troth.policy.phrases import PHRASES
from troth.policy.reader import read
from troth.policy.trace import trace
from troth.terms.trace import Reason

TEXTS = [example.text for phrase in PHRASES for example in phrase.examples]
TEXTS += [example["text"] for code in LANGUAGES for example in tomllib.loads(source(code)).get("example", [])]
TEXTS += [unicodedata.normalize("NFD", "# Sicherheit\n\nWir bestätigen Meldungen innerhalb von 48 Stunden.\n")]


@pytest.mark.parametrize("text", TEXTS)
def test_what_fired_is_what_was_read(text: str) -> None:
    wanted = {(one.kind, one.span.line) for one in read("p.md", text, tools.NAMES).commitments}
    fired = {
        (found.commitment.kind, found.commitment.span.line)
        for line in range(1, len(text.split("\n")) + 1)
        for one in trace("p.md", text, line, tools.NAMES)
        for answer in one.answers
        for found in answer.found
    }
    assert wanted <= fired


def test_every_phrase_answers_and_gives_a_reason_or_not() -> None:
    (one,) = trace("p.md", "# S\n\n## For users\n\n- Encrypt your disk weekly.\n", 5, tools.NAMES)
    assert [each.phrase for each in one.answers] == [phrase.name for phrase in PHRASES]
    assert {each.reason for each in one.answers} >= {Reason.USERS, Reason.WORDS, Reason.FORM}
    assert "users" in one.roles


def test_the_words_of_a_value_are_told() -> None:
    (one,) = trace("p.md", "# S\n\nWe acknowledge reports within 48 hours.\n", 3, tools.NAMES)
    (found,) = (found for answer in one.answers for found in answer.found)
    assert found.words == "We acknowledge reports within 48 hours."


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Do not open public issues.", "Do not open public issues."),
        (
            "The crew of the ferry that crosses the harbour asks everybody to never open public issues.",
            "… asks everybody to never open public issues.",
        ),
    ],
)
def test_words_are_whole_and_more_than_the_last(sentence: str, words: str) -> None:
    (one,) = trace("p.md", f"# S\n\n{sentence}\n", 3, tools.NAMES)
    (found,) = (found for answer in one.answers for found in answer.found)
    assert found.words == words


def test_a_negation_is_told() -> None:
    (one,) = trace("p.md", "# S\n\nWe do not publish an SBOM.\n", 3, tools.NAMES)
    assert [each.phrase for each in one.answers if each.reason is Reason.DENIED] == ["sbom"]


@pytest.mark.parametrize("line", [-1, 0, 2, 9])
def test_a_line_without_a_sentence_has_no_trace(line: int) -> None:
    assert trace("p.md", "# S\n\nWords.\n", line, tools.NAMES) == ()


@pytest.mark.parametrize(("name", "wants"), [(name, wants) for name, wants, _ in SIGNS])
def test_what_is_offered_is_understood(name: str, wants: str) -> None:
    made = {one.kind for one in read("p.md", f"# Security\n\n{wants}\n").commitments}
    assert name.replace("-", "_") in made


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("We pay within 30 days of validation for the boats.", "bounty"),
        ("We will fix the nets within 30 days or so of hearing.", "deadline"),
        ("Our lawyers will never be told to sue a swimmer.", "safe-harbor"),
        ("The latest ferry is the one we will fix first, always.", "supported-version"),
    ],
)
def test_the_nearest_phrase_is_about_what_is_said(sentence: str, phrase: str) -> None:
    statement = next(each for each in parse("p.md", f"# Security\n\n{sentence}\n").statements if each.form != "heading")
    near = nearest(statement, [each.name for each in PHRASES])
    assert near[0].phrase == phrase


@pytest.mark.parametrize(
    "sentence",
    [
        "We will send a parcel of herring to all reporters.",
        "The harbour master must sign every manifest before noon.",
        "Our lock gates are enforced with oak.",
    ],
)
def test_nothing_is_offered_for_one_word_alone(sentence: str) -> None:
    statement = next(each for each in parse("p.md", f"# Security\n\n{sentence}\n").statements if each.form != "heading")
    assert nearest(statement, [each.name for each in PHRASES]) == ()
