from __future__ import annotations

import pytest

from troth.report.words import MOST_WORDS, promise, rhythm
from troth.terms.commitment import AdvisoryChannel, Contact, Deadline, Demand, Pin, Practice, Recurrence, Sbom, Tool
from troth.terms.span import Span
from troth.terms.time.period import duration

AT = Span("SECURITY.md", 3, "We do a great many things with care and attention to every single detail.")


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("PT48H", "48 hours"),
        ("P1D", "1 day"),
        ("P2W", "2 weeks"),
        ("PT0H", "at once"),
        ("P1Y6M", "1 year 6 months"),
        ("soon", "soon"),
    ],
)
def test_durations_are_read_out(iso: str, words: str) -> None:
    assert duration(iso) == words


@pytest.mark.parametrize(("iso", "words"), [("P1W", "weekly"), ("", "regularly"), ("P5D", "every 5 days")])
def test_rhythms_are_read_out(iso: str, words: str) -> None:
    assert rhythm(iso) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [("P10D", "every 10 business days"), ("P1D", "every business day"), ("P1W", "every business week")],
)
def test_rhythms_of_business_days_are_read_out(iso: str, words: str) -> None:
    assert rhythm(iso, "business") == words


@pytest.mark.parametrize(
    ("commitment", "words"),
    [
        (Deadline(span=AT, action="assess", within="P5D", basis="business"), "first assessment within 5 business days"),
        (Deadline(span=AT, action="fix", within="PT0H", severity=("critical",)), "a fix at once (critical)"),
        (Deadline(span=AT, action="disclose", within="P1W", upper=False), "disclosure after at least 1 week"),
        (Deadline(span=AT, action="notify", within="P1W", upper=False), "people told at least 1 week before"),
        (AdvisoryChannel(span=AT, channel="other"), "advisories published"),
        (AdvisoryChannel(span=AT, channel="mailing-list"), "advisories on a mailing list"),
        (AdvisoryChannel(span=AT, channel="pigeon"), "advisories through pigeon"),
        (Contact(span=AT, channel="chat", value="Matrix"), "reports by Matrix"),
        (Contact(span=AT, channel="chat", value="#quay:harbour.dev"), "reports reach #quay:harbour.dev"),
        (Tool(span=AT, name="bandit", place=("ci",), demand=Demand.ENFORCED), "bandit runs in CI and blocks"),
        (Tool(span=AT, name="bandit", alternatives=("semgrep",)), "bandit or semgrep runs"),
        (Tool(span=AT, name="gosec", claim="command", command="gosec ./..."), "gosec command line: gosec ./..."),
        (Pin(span=AT, what="go toolchain", rule="1.23.0"), "go toolchain 1.23.0"),
        (Pin(span=AT, what="the rest", rule="~=", others=True), "~= for others"),
        (Sbom(span=AT, formats=("spdx", "cyclonedx"), generator="syft"), "SBOM in spdx and cyclonedx by syft"),
        (Recurrence(span=AT, action="dependency_review", every="P1M"), "dependency review monthly"),
        (Contact(span=AT, channel="email", value="security@example.org"), "reports reach security@example.org"),
        (Practice(span=AT, topic="other"), "We do a great many things with care and attention …"),
    ],
)
def test_a_promise_in_few_words(commitment: object, words: str) -> None:
    told = promise(commitment)  # type: ignore[arg-type]
    assert told == words
    assert len(told.split()) <= MOST_WORDS + 1
