"""Contradictions are found between documents and inside of one, and only those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from troth.evidence import tools
from troth.policy.agreement import apart, findings, unsettled
from troth.policy.reader import read
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Recurrence
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Finding, Standing, Verdict

FIRST = "# Security\n\n"
DAY = date(2026, 6, 1)


def disagreements(readings: Sequence[Reading]) -> tuple[Finding, ...]:
    return findings(apart(readings, DAY))


def told(*texts: str) -> list[tuple[str, int | None, str]]:
    readings = [
        msgspec.structs.replace(read(f"{number}.md", FIRST + text, tools.NAMES), text=FIRST + text)
        for number, text in enumerate(texts)
    ]
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
            "no bounty is paid; 0.md:3 says a bounty is paid",
        ),
        (
            "We credit reporters in the release notes.",
            "We do not credit reporters.",
            "reporters are not credited; 0.md:3 says reporters are credited",
        ),
        (
            "We provide safe harbor for researchers.",
            "We offer no safe harbor.",
            "no safe harbour is offered; 0.md:3 says good-faith research is not pursued",
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
        ("We credit reporters in the release notes.", "We do not credit reporters of spam."),
        ("We may credit reporters in the release notes.", "We do not credit reporters."),
        ("Encrypt your report with our PGP key.", "We do not support PGP for questions."),
        ("We request a CVE for every flaw.", "We do not request CVEs for low severity flaws."),
        ("We provide safe harbor for researchers.", "We provide no safe harbor for attacks on users."),
        (
            "We acknowledge reports within 48 hours. We acknowledge reports of partners within 4 hours.",
            "We acknowledge reports within 5 days.",
        ),
    ],
)
def test_what_can_stand_side_by_side_is_no_contradiction(one: str, other: str) -> None:
    assert told(one, other) == []


SERIES = "## Supported versions\n\n| Version | Supported |\n|---|---|\n"


@pytest.mark.parametrize(
    ("rows", "other", "told_apart"),
    [
        ("| 2.x | yes |\n| 1.x | yes |\n", "Only the latest release receives security fixes.", True),
        ("| 2.1.x | yes |\n| 2.0.x | yes |\n", "Security fixes are made for the latest version only.", True),
        ("| 2.x | yes |\n| 1.x | no |\n", "Only the latest release receives security fixes.", False),
        ("| 2.x | yes |\n| 1.x | yes |\n", "Only the latest minor release of each series is supported.", False),
        ("| 2.x | yes |\n| 1.x | yes |\n", "The latest release is supported.", False),
        ("| 3.0-beta | yes |\n| 2.x | yes |\n", "Only the latest release receives security fixes.", False),
        (
            "| 2.x | yes, until 2030-01-01 |\n| 1.x | until 2020-01-01 |\n",
            "Only the latest release is supported.",
            False,
        ),
    ],
)
def test_the_latest_release_alone_beside_several_series(rows: str, other: str, *, told_apart: bool) -> None:
    found = told(f"{SERIES}{rows}", other)
    assert bool(found) is told_apart
    assert not found or "only the latest release is supported" in found[0][2]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "Only the latest release is supported.",
            "Security fixes are provided for the two latest releases.",
            "the two latest releases are supported; 0.md:3 says only the latest release is supported",
        ),
        ("The last 2 releases are supported.", "The three most recent releases are supported.", "the last 2 releases"),
        ("We support the latest two minor versions.", "Only the newest version is supported.", "latest two minor"),
        ("The current and the previous release get fixes.", "Only the latest release is supported.", "the previous"),
        ("Only the 4 latest releases are supported.", "Only the latest release is supported.", "the 4 latest"),
        ("Only the 4 latest releases are supported.", "The last four releases are supported.", ""),
        ("The two latest minor releases are supported.", "The three latest releases are supported.", ""),
        ("Critical fixes are backported to the two latest releases.", "Only the latest release is supported.", ""),
        ("We may support the two latest releases.", "Only the latest release is supported.", ""),
        ("The two latest releases of 2.x are supported.", "The three latest releases are supported.", ""),
        ("The two latest releases are supported.", f"{SERIES}| 3.x | yes |\n| 2.x | yes |\n", ""),
    ],
)
def test_two_numbers_of_releases(one: str, other: str, words: str) -> None:
    found = told(one, other)
    assert bool(found) is bool(words)
    assert not found or words in found[0][2]


def test_rows_of_several_products_speak_of_different_things() -> None:
    head = "## Supported versions\n\n| Product | Version | Supported |\n| --- | --- | --- |\n"
    assert not told(f"{head}| tide | 1.x | yes |\n| ferry | 1.x | no |")
    assert not told(
        f"{head}| tide | 1.x | yes |\n| ferry | 2.x | no |", f"{head}| quay | 3.x | yes |\n| ferry | 1.x | no |"
    )
    [(_, _, words)] = told(
        f"{head}| tide | 1.x | yes |\n| ferry | 1.x | no |", f"{head}| tide | 1.x | no |\n| ferry | 1.x | no |"
    )
    assert words == "1.x of tide is not supported; 0.md:7 says 1.x of tide is supported"
    [(_, _, words)] = told(f"{head}| tide | 1.x | yes |", "## Supported versions\n\n- 1.x: not supported")
    assert words == "1.x is not supported; 0.md:7 says 1.x is supported"


def test_one_document_can_contradict_itself() -> None:
    text = "## Supported versions\n\n- 1.x: supported\n- 2.x: supported\n\n## More\n\n1.x is no longer supported."
    ((path, _, words),) = told(text)
    assert path == "0.md"
    assert words.startswith("1.x is not supported; 0.md:5 says")


def itself(text: str) -> list[tuple[str, int | None, str]]:
    reading = msgspec.structs.replace(read("a.md", FIRST + text, tools.NAMES), text=FIRST + text)
    return [(one.rule, one.span.line, one.text) for one in disagreements([reading])]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "We acknowledge reports within 24 hours.\n\n## Response times\n\nWe acknowledge every report within 3 days.",
            7,
            "reports acknowledged within 3 days; a.md:3 says reports acknowledged within 24 hours",
        ),
        (
            "You will get a response within 2 days.\n\nWe respond to your report within 2 business days.",
            5,
            "reports acknowledged within 2 business days; a.md:3 says reports acknowledged within 2 days",
        ),
        (
            "## Fixes\n\n- We fix vulnerabilities within 7 days.\n\n## Timeline\n\nVulnerabilities are fixed within 14 days.",
            9,
            "a fix within 14 days; a.md:5 says a fix within 7 days",
        ),
        (
            "We fix critical vulnerabilities within 7 days.\n\nCritical vulnerabilities are fixed within 14 days.",
            5,
            "a fix within 14 days (critical); a.md:3 says a fix within 7 days (critical)",
        ),
        (
            "We fix security bugs within 7 days.\n\nVulnerabilities are fixed within 14 days.",
            5,
            "a fix within 14 days; a.md:3 says a fix within 7 days",
        ),
        (
            "We run CodeQL.\n\n## More\n\nWe do not run CodeQL.",
            7,
            "codeql is not used; a.md:3 says codeql is used",
        ),
        (
            "We run CodeQL in CI.\n\nCodeQL is not run in CI.",
            5,
            "codeql is not used; a.md:3 says codeql is used",
        ),
        (
            "We run CodeQL in CI.\n\nWe removed CodeQL in March 2024.",
            5,
            "codeql is not used; a.md:3 says codeql is used",
        ),
        (
            "We run CodeQL.\n\nCodeQL has been switched off.",
            5,
            "codeql is not used; a.md:3 says codeql is used",
        ),
        (
            "We pay bounties for reports.\n\nWe do not offer a bug bounty.",
            5,
            "no bounty is paid; a.md:3 says a bounty is paid",
        ),
        (
            "Critical is CVSS 9.0-10.0.\n\n## Ferry\n\nCritical: CVSS 7.0-10.0",
            7,
            "critical is CVSS 7–10; a.md:3 says critical is CVSS 9–10",
        ),
    ],
)
def test_a_document_that_says_two_things_of_one_case_contradicts_itself(text: str, line: int, words: str) -> None:
    assert itself(text) == [("contradicts-itself", line, words)]


@pytest.mark.parametrize(
    "text",
    [
        "We acknowledge reports within 24 hours.\n\nReports of harbour masters are acknowledged within 3 days.",
        "We acknowledge reports within 24 hours.\n\n## Ferry for harbours\n\nWe acknowledge reports within 3 days.",
        "## Ferry\n\nWe fix vulnerabilities within 7 days.\n\n## Buoy\n\nWe fix vulnerabilities within 14 days.",
        "For paid plans:\n\n- We acknowledge reports within 24 hours.\n\nFor others:\n\n- We acknowledge reports within 3 days.",
        "We acknowledge reports within 24 hours. Enterprise customers wait less. We acknowledge their reports within 4 hours.",
        "We fix vulnerabilities within 7 days.\n\nWe release the fix within 14 days.",
        "We acknowledge reports within 24 hours.\n\nWe respond to reports within 3 days.",
        "We fix critical vulnerabilities within 7 days.\n\nWe fix low vulnerabilities within 90 days.",
        "We fix critical vulnerabilities within 7 days.\n\nWe fix vulnerabilities within 90 days.",
        "We try to acknowledge reports within 24 hours.\n\nWe acknowledge reports within 3 days.",
        "We acknowledge reports within 24 hours.\n\nWe acknowledge reports within one day.",
        "We acknowledge reports within 24 hours.\n\nOn weekends we acknowledge reports within 3 days.",
        "If it is exploited, we fix it within 2 days.\n\nWe fix vulnerabilities within 30 days.",
        "| Ferry | Buoy | Fix |\n|---|---|---|\n| 1 | 2 | 7 days |\n| 2 | 3 | 14 days |",
        "We pay bounties for reports.\n\nWe do not pay bounties for the ferry simulator.",
        "We pay bounties for reports.\n\n## Ferry\n\nWe do not pay bounties.",
        "We run CodeQL.\n\nWe do not run CodeQL on forks.",
        "We run CodeQL on the website.\n\nWe do not run CodeQL.",
        "We run CodeQL.\n\n## Ferry\n\nWe do not run CodeQL.",
        "We run CodeQL.\n\nWe do not use Semgrep.",
        "We run CodeQL.\n\nWe removed CodeQL from the website.",
        "We run CodeQL.\n\nWe removed CodeQL warnings.",
        "We fix security vulnerabilities within 7 days.\n\nWe fix bugs within 30 days.",
        "We fix vulnerabilities within 7 days.\n\n## Bugs\n\nWe fix vulnerabilities within 30 days.",
        "Reports by mail are acknowledged within 24 hours.\n\nWe acknowledge reports within 3 days.",
        "High is CVSS 7.0-8.9.\n\nCVSS v2: high is 7.0-10.0.",
        "Critical is CVSS 9.0-10.0.\n\n## Ferry\n\nCritical: CVSS 9.0-10.0",
    ],
)
def test_cases_of_one_document_do_not_contradict_each_other(text: str) -> None:
    assert itself(text) == []


def test_a_third_place_is_told_with_the_one_that_it_agrees_with() -> None:
    times = ("48 hours", "24 hours", "24 hours")
    ((path, _, text),) = told(*(f"We acknowledge reports within {time}." for time in times))
    assert path == "1.md"
    assert text == (
        "reports acknowledged within 24 hours (2.md:3 too); 0.md:3 says reports acknowledged within 48 hours"
    )


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


@pytest.mark.parametrize(
    ("given", "refused", "words"),
    [
        ("We credit reporters in the release notes.", "We do not credit reporters.", "reporters are not credited"),
        ("Encrypt your report with our PGP key.", "We do not offer a PGP key.", "PGP is not offered"),
        ("We provide safe harbor for researchers.", "We offer no safe harbor.", "no safe harbour is offered"),
        ("We will not sue researchers.", "We reserve the right to sue any researcher.", "no safe harbour is offered"),
        (
            "We coordinate disclosure with reporters.",
            "We do not coordinate disclosure.",
            "disclosure is not coordinated",
        ),
        (
            "We publish a security advisory on GitHub for every fix.",
            "We do not publish security advisories.",
            "advisories are not published (github-advisory)",
        ),
    ],
)
def test_what_is_given_and_refused_is_told_within_a_document_and_between_two(
    given: str, refused: str, words: str
) -> None:
    ((_, _, inside),) = itself(f"{given}\n\n## More\n\n{refused}")
    assert inside.startswith(words)
    texts = (FIRST + given, FIRST + refused)
    readings = [msgspec.structs.replace(read(f"{n}.md", each), text=each) for n, each in enumerate(texts)]
    (finding,) = disagreements(readings)
    assert (finding.span.path, finding.text.startswith(words)) == ("1.md", True)


def test_safe_harbour_beside_its_refusal_is_not_kept() -> None:
    texts = [FIRST + "We will not sue researchers.", FIRST + "We offer no safe harbor."]
    readings = [read(f"{n}.md", each) for n, each in enumerate(texts)]
    told = [each for reading in readings for each in reading.commitments]
    assert [one.kind for one in told] == ["safe_harbor", "safe_harbor"]
    for one in told:
        fact = Fact(fact="it binds", kind=Class.TEXT, span=one.span)
        kept = Verdict(commitment=one, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
        assert unsettled(kept, apart(readings, DAY)).standing is Standing.AT_RISK


def test_each_document_tells_how_often_it_is_reviewed_itself() -> None:
    assert told("This policy is reviewed every year.", "This plan is reviewed every quarter.") == []
    assert len(told("Secrets are rotated every year.", "Secrets are rotated every quarter.")) == 1
