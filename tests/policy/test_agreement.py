"""Contradictions are found between documents, and only those."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.agreement import disagreements
from troth.policy.reader import read

FIRST = "# Security\n\n"


def told(*texts: str) -> list[tuple[str, int | None, str]]:
    readings = [read(f"{number}.md", FIRST + text, tools.NAMES) for number, text in enumerate(texts)]
    return [(one.span.path, one.span.line, one.text) for one in disagreements(readings)]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "We acknowledge reports within 48 hours.",
            "We acknowledge reports within 5 days.",
            "acknowledge within P5D; 0.md:3 says: acknowledge within PT48H",
        ),
        (
            "We acknowledge reports within 2 days.",
            "We acknowledge reports within 2 business days.",
            "acknowledge within P2D business; 0.md:3 says: acknowledge within P2D",
        ),
        (
            "## Supported versions\n\n- 1.x: supported",
            "## Supported versions\n\n- 1.x: not supported",
            "1.x is not supported; 0.md:5 says: 1.x is supported",
        ),
        (
            "We pay bounties for reports.",
            "We do not offer a bug bounty.",
            "no bounty is paid; 0.md:3 says: bounties are paid",
        ),
        (
            "Secrets are rotated quarterly.",
            "Secrets are rotated monthly.",
            "rotation every P1M; 0.md:3 says: rotation every P3M",
        ),
    ],
)
def test_what_cannot_both_be_true_is_told_with_both_places(one: str, other: str, words: str) -> None:
    ((path, line, text),) = told(one, other)
    assert (path, text) == ("1.md", words)
    assert line is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We acknowledge reports within 48 hours.", "We acknowledge reports within 48 hours."),
        ("We acknowledge reports within 48 hours.", "We fix issues within 5 days."),
        ("We fix critical issues within 7 days.", "We fix low issues within 90 days."),
        ("Write to a@example.org.", "Write to b@example.org."),
        ("## Supported versions\n\n- 1.x: supported", "## Supported versions\n\n- 2.x: not supported"),
        ("We may pay a bounty.", "We do not offer a bug bounty."),
        (
            "We acknowledge reports within 48 hours. We acknowledge reports of partners within 4 hours.",
            "We acknowledge reports within 5 days.",
        ),
    ],
)
def test_what_can_stand_side_by_side_is_no_contradiction(one: str, other: str) -> None:
    assert told(one, other) == []


def test_one_document_can_contradict_itself() -> None:
    text = "## Supported versions\n\n- 1.x: supported\n- 2.x: supported\n\n## More\n\n1.x is no longer supported."
    ((path, _, words),) = told(text)
    assert path == "0.md"
    assert words.startswith("1.x is not supported; 0.md:5 says")
