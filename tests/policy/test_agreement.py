"""Contradictions are found between documents, and only those."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.agreement import disagreements
from troth.policy.reader import read
from troth.terms.commitment import Recurrence
from troth.terms.span import Span
from troth.terms.statement import Reading

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
            "reports acknowledged within 5 days; 0.md:3 says reports acknowledged within 48 hours",
        ),
        (
            "We acknowledge reports within 2 days.",
            "We acknowledge reports within 2 business days.",
            "reports acknowledged within 2 business days; 0.md:3 says reports acknowledged within 2 days",
        ),
        (
            "## Supported versions\n\n- 1.x: supported",
            "## Supported versions\n\n- 1.x: not supported",
            "1.x is not supported; 0.md:5 says 1.x is supported",
        ),
        (
            "We pay bounties for reports.",
            "We do not offer a bug bounty.",
            "no bounty; 0.md:3 says bounty",
        ),
        (
            "Secrets are rotated quarterly.",
            "Secrets are rotated monthly.",
            "rotation every 1 month; 0.md:3 says rotation every 3 months",
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
        ("We acknowledge reports within 48 hours.", "We acknowledge reports within two days."),
        ("We publish advisories within one week.", "We publish advisories within 7 days."),
        ("Once we reach 1.0, we acknowledge reports within 5 days.", "We acknowledge reports within 48 hours."),
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


def test_one_matter_is_one_finding_however_many_documents_speak_of_it() -> None:
    (finding,) = disagreements(
        [
            read(f"{name}.md", f"{FIRST}We acknowledge reports within {time}.", tools.NAMES)
            for name, time in (("a", "48 hours"), ("b", "5 days"), ("c", "two days"), ("d", "5 days"))
        ]
    )
    assert str(finding.span) == "b.md:3"
    assert [str(span) for span in finding.also] == ["a.md:3", "c.md:3", "d.md:3"]
    assert finding.text.endswith("; a.md:3 and c.md:3 say reports acknowledged within 48 hours")


def test_severities_are_held_against_each_other_one_by_one() -> None:
    both = "## Response times\n\n- Critical and high: we acknowledge within 24 hours\n"
    critical = "## Response times\n\n- Critical: we acknowledge within 3 days\n- Low: we acknowledge within 9 days\n"
    ((path, line, text),) = told(both, critical)
    assert (path, line) == ("1.md", 5)
    assert text == (
        "reports acknowledged within 3 days (critical); "
        "0.md:5 says reports acknowledged within 24 hours (critical, high)"
    )
    wide = both.replace("24 hours", "72 hours")
    assert len(told(both, wide)) == 1  # two severities of the same two lines


def test_rhythms_of_different_tools_are_different_matters() -> None:
    def weekly(tool: str, every: str, name: str) -> Reading:
        one = Recurrence(span=Span(name, 3), action="scan", every=every, tools=(tool,))
        return Reading(document=name, commitments=(one,), unread=(), statements=1)

    assert len(disagreements([weekly("bandit", "P1W", "a"), weekly("bandit", "P1M", "b")])) == 1
    assert disagreements([weekly("bandit", "P1W", "a"), weekly("trivy", "P1M", "b")]) == ()
    assert disagreements([weekly("bandit", "P1W", "a"), weekly("bandit", "P7D", "b")]) == ()
