from __future__ import annotations

import pytest

from controls.golden import says
from troth.terms.commitment import Deadline
from troth.terms.weaknesses_meant import restricted


def fixed(text: str, *severity: str) -> Deadline:
    return Deadline(span=says(text), action="fix", within="P5D", severity=severity)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Known exploited vulnerabilities in our dependencies are patched within 72 hours.",
        "Blocker vulnerabilities are fixed within 5 days.",
        "Vulnerabilities scored 9 or more are fixed within 5 days.",
        "Security patches land within 10 days for severe issues.",
        "Remote code execution bugs are fixed within 6 days.",
        "Zero-days are fixed within 2 days.",
        "Vulnerabilities that affect our passengers are fixed within 6 days.",
        "We fix low vulnerabilities within 300 days and the rest within 5 days.",
        "Vulnerabilities in Seahawk are patched within 7 days.",
        "Vulnerabilities in our Docker base images are patched within 7 days.",
        "Urgent | 1 week",
        "A | 3 days",
        "Remote code execution | 6 days",
    ],
)
def test_a_time_for_weaknesses_of_another_kind_is_not_for_all(text: str) -> None:
    assert restricted(fixed(text))


@pytest.mark.parametrize(
    "text",
    [
        "Vulnerabilities are fixed within 5 days.",
        "All known security vulnerabilities in our dependencies are patched within 5 days.",
        "We fix vulnerabilities that are reported to us within 5 days.",
        "We patch vulnerable dependencies within 5 days.",
        "Confirmed security issues of any severity are fixed within 5 days.",
        "Fix released | 5 days",
        "Dependencies | 5 days",
        "修复 | 5 days",
    ],
)
def test_a_time_for_all_is_for_all(text: str) -> None:
    assert not restricted(fixed(text))


def test_a_severity_tells_them_apart_and_a_second_sentence_may_mean_all() -> None:
    assert not restricted(fixed("sec-critical | 2 weeks", "critical"))
    both = Deadline(
        span=says("Wormable flaws are fixed within 5 days."),
        also=(says("Flaws are fixed within 5 days."),),
        action="fix",
        within="P5D",
    )
    assert not restricted(both)
