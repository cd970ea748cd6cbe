"""Every phrase by its own examples, each with four twins that must make nothing of the kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from troth.formats.commitment_json import to_json
from troth.policy import phrases
from troth.policy.phrases import PHRASES
from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.reader import read
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

TOOLS = (
    ToolName(name="bandit", activities=frozenset({Activity.STATIC_ANALYSIS})),
    ToolName(name="pip-audit", activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    ToolName(name="safety", activities=frozenset({Activity.DEPENDENCY_SCANNING}), ambiguous=True),
)
CASES = [
    pytest.param(phrase, example, id=f"{phrase.name}-{number}")
    for phrase in PHRASES
    for number, example in enumerate(phrase.examples)
]
TWINS = ("negated", "advice", "past", "code")


def told(text: str) -> list[dict[str, Any]]:
    return [to_json(each) for each in read("SECURITY.md", text, TOOLS).commitments]


def makes(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(found.get(name) == value for name, value in wanted.items())


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.name)
def test_a_phrase_has_examples(phrase: Phrase) -> None:
    assert phrase.examples


@pytest.mark.parametrize(("phrase", "example"), CASES)
def test_an_example_makes_what_it_says(phrase: Phrase, example: Example) -> None:
    found = told(example.text)
    for wanted in example.makes:
        assert any(makes(each, wanted) for each in found), (wanted, found)


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize(("phrase", "example"), CASES)
def test_its_twins_make_nothing(phrase: Phrase, example: Example, twin: str) -> None:
    text = getattr(example, twin)
    assert text
    kinds = {wanted["kind"] for wanted in example.makes}
    assert [each for each in told(text) if each["kind"] in kinds and each["strength"] != "refusal"] == []


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        pytest.param(phrase, text, id=f"{phrase.name}-{text[:20]}")
        for phrase in PHRASES
        for text in phrase.counter_examples
    ],
)
def test_a_counter_example_makes_nothing(phrase: Phrase, text: str) -> None:
    kinds = {wanted["kind"] for example in phrase.examples for wanted in example.makes}
    assert [each for each in told(text) if each["kind"] in kinds] == []


def test_the_tuple_lists_every_file_of_the_folder() -> None:
    folder = Path(phrases.__file__).parent
    files = {path.stem.replace("_", "-") for path in folder.glob("*.py")} - {
        "--init--",
        "phrase",
        "advisory-beside",
        "listed",
        "supported-alone",
        "supported-bound",
        "supported-clause",
        "supported-columns",
        "supported-run",
        "supported-group",
        "supported-line",
        "supported-sentence",
        "supported-state",
        "due-time",
        "due-severity",
        "due-cue",
        "due-at-once",
        "due-silence",
        "due-wait",
        "due-figure",
        "due-lead",
        "due-unit",
        "run-in",
        "tool-place",
        "deadline-row",
        "step-list",
        "phase-name",
        "step-chain",
        "contact-mail",
        "contact-people",
        "schedule",
        "recurrence-row",
        "tool-runs",
        "work-together",
    }
    assert files == {phrase.name for phrase in PHRASES}


def test_names_are_unique() -> None:
    assert len({phrase.name for phrase in PHRASES}) == len(PHRASES)
