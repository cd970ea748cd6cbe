"""The data of every standard: complete by its own count, dated, and in words that promises really have."""

from __future__ import annotations

import typing
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from troth.policy.words.topic_words import TOPIC_WORDS
from troth.standards import STANDARDS, find, meant
from troth.standards.standard import ABOUT, Requirement, Standard, means
from troth.terms.activity import Activity
from troth.terms.commitment import KINDS, Practice, Recurrence

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "troth" / "standards"
TYPES = {kind.__struct_config__.tag: kind for kind in KINDS}
COUNTS = {
    "owasp-top-10-2021": 10,
    "owasp-top-10-2025": 10,
    "osps-baseline": 64,
    "openssf-best-practices-passing": 67,
    "iso-29147-2018": 44,
    "iso-30111-2019": 20,
    "eu-cra-annex-1-part-2": 8,
}
"""How many requirements each has; of ISO the clauses that ask something of the one who discloses or handles."""
PERIODS = ("within", "every")
ids = pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.name)


def test_every_file_is_listed_once() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if "\nSTANDARD = " in path.read_text()}
    assert len(files) == len(STANDARDS) == len({one.name for one in STANDARDS})
    assert set(COUNTS) == {one.name for one in STANDARDS}


@ids
def test_it_is_dated_and_says_its_source(standard: Standard) -> None:
    assert date.fromisoformat(standard.published) <= date.fromisoformat(standard.read)
    assert standard.source.startswith("https://")
    assert standard.rights
    assert standard.answers


@ids
def test_every_requirement_is_there_once_and_in_few_words(standard: Standard) -> None:
    assert len(standard.requirements) == COUNTS[standard.name]
    numbers = Counter(one.number for one in standard.requirements)
    assert not [number for number, count in numbers.items() if count > 1]
    assert not [one.number for one in standard.requirements if not 5 <= len(one.says) <= 220]


def lines(requirement: Requirement) -> list[str]:
    return [*(line for group in requirement.whole for line in group), *requirement.part]


@ids
def test_means_speak_of_fields_and_values_that_promises_have(standard: Standard) -> None:
    for requirement in standard.requirements:
        for line in lines(requirement):
            one = means(line)
            kind = TYPES[one.kind]
            for name, values in one.where:
                if name == ABOUT:
                    continue
                if (one.kind, name) == ("tool", "activity"):
                    assert {Activity(value) for value in values}
                    continue
                assert name in kind.__struct_fields__, (requirement.number, line)
                assert set(values) <= allowed(kind, name, values), (requirement.number, line)


def allowed(kind: type, name: str, values: tuple[str, ...]) -> set[str]:
    """What a field can hold, where there is a list of it; else whatever is said."""
    if name == "activity":
        return {each.value for each in Activity}
    if kind is Practice and name == "topic":
        return {topic for topic, _, _ in TOPIC_WORDS}
    if kind is Recurrence and name == "action":
        from troth.policy.words.recurring import ACTIONS

        return {action for action, _ in ACTIONS}
    hints = typing.get_type_hints(kind)[name]
    if typing.get_origin(hints) is typing.Literal:
        return set(typing.get_args(hints))
    if name in PERIODS:
        assert all(value.startswith("<P") for value in values)
    return set(values)


def test_levels_of_the_baseline_are_those_of_its_own_list() -> None:
    """Counted in the baseline's own files, version 2026.02.19, without the one that was retired."""
    baseline = find("osps-baseline")
    assert baseline is not None
    assert baseline.levels == (1, 2, 3)
    assert [len(baseline.at_level(level).requirements) for level in (1, 2, 3)] == [24, 41, 62]


def test_the_edition_that_a_sentence_means() -> None:
    def name(said: str, sentence: str) -> str | None:
        found = meant(said, sentence)
        return found.name if found else None

    assert name("owasp-top-10", "We follow the OWASP Top 10.") == "owasp-top-10-2025"
    assert name("owasp-top-10", "We follow the OWASP Top 10 (2021).") == "owasp-top-10-2021"
    assert name("owasp-top-10", "We follow the OWASP Top 10:2017.") is None
    assert name("eu-cra", "We comply with the Cyber Resilience Act since 2026.") == "eu-cra-annex-1-part-2"
    assert name("iso-9001", "We are certified to ISO 9001.") is None


@pytest.mark.parametrize("line", ["practice topic", "practice =x", "practice topic="])
def test_a_line_that_says_no_value_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no field with a value"):
        means(line)


def test_a_name_of_a_sentence_finds_it_too() -> None:
    assert find("EU-CRA") is find("eu-cra-annex-1-part-2")
    assert find("nothing") is None
