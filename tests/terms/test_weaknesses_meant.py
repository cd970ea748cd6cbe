from __future__ import annotations

import pytest

from controls.golden import says
from troth.terms.commitment import Deadline
from troth.terms.weaknesses_meant import other_language, restricted


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
        "Dependencies containing vulnerabilities are updated within 5 days.",
        "Dependencies that contain vulnerabilities or have known flaws are updated within 5 days.",
        "Applicable vulnerabilities are fixed within 5 days.",
        "Runtime vulnerabilities are fixed within 5 days.",
        "CVE findings are fixed within 5 days.",
        "Security-related bugs are fixed within 5 days.",
        "Vulnerabilities affecting our dependencies are fixed within 5 days.",
        "Two issues were fixed within 5 days.",
        "Vulnerabilities in Python dependencies are fixed within 5 days.",
        "All user-reported or unpatched vulnerabilities are fixed within 5 days.",
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


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Critical exploited vulnerabilities are fixed within 5 days.", True),
        ("Critical wormable flaws in dependencies are fixed within 5 days.", True),
        ("Critical vulnerabilities that are exploited are fixed within 5 days.", True),
        ("Critical vulnerabilities affecting our ferries are fixed within 5 days.", True),
        ("Critical vulnerabilities are fixed within 5 days.", False),
        ("Critical vulnerabilities (CVSS above 9.0) are fixed within 5 days.", False),
        ("Critical vulnerabilities scoring 9 or more are fixed within 5 days.", False),
        ("Critical vulnerabilities are fixed within 5 days, the rest within 90.", False),
        ("Critical | Remote code execution | 5 days", False),
        ("Critical, exploited | 5 days", True),
        ("Critical internet-facing vulnerabilities are fixed within 5 days.", True),
        ("Critical vulnerabilities in internet-facing services are fixed within 5 days.", True),
        ("Critical vulnerabilities reachable from our code are fixed within 5 days.", True),
        ("Critical XSS flaws are fixed within 5 days.", True),
        ("Critical authentication bug | 5 days", True),
        ("Critical/high vulnerabilities are fixed within 5 days.", False),
        ("High-risk and critical vulnerabilities are fixed within 5 days.", False),
        ("P0 bugs are fixed within 5 days.", False),
        ("Critical third-party vulnerability | 5 days", False),
    ],
)
def test_a_severity_beside_another_kind_is_of_that_kind_alone(text: str, *, apart: bool) -> None:
    assert restricted(fixed(text, "critical")) is apart


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Vulnerabilities in Python dependencies are fixed within 5 days.", False),
        ("Vulnerabilities in npm and Python packages are fixed within 5 days.", False),
        ("Vulnerabilities in dependencies are fixed within 5 days, as we go on.", False),
        ("Vulnerabilities in npm dependencies are fixed within 5 days.", True),
    ],
)
def test_dependencies_of_a_language_are_those_of_its_registry(text: str, *, other: bool) -> None:
    assert other_language(fixed(text), "pkg:pypi/mast@1.0") is other
