"""How far a proof that people point at carries each kind of promise (VERDICTS §3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from controls.golden import says
from troth import controls
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import selector as by
from troth.terms.commitment import (
    Bounty,
    Commitment,
    Credit,
    Deadline,
    Document,
    Pin,
    Practice,
    Recurrence,
    Sbom,
    Standard,
    Tool,
)
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

DAY = date(2025, 1, 5)
AT = Span("troth.toml", 9)
TEXT = "# Notes\n\n" + "Whoever is on watch calls the harbour master and writes down what was seen. " * 3
ATTESTED = '[[attestation]]\nname = "good"\nby = "Nobody"\nwhat = "All is well."\non = {}\n'
WORD, FILE = by.AttestationSelector(name="good", span=AT), by.FileSelector(file="NOTES.md", span=AT)
LINE = by.LiteralSelector(value="x = 1", file="a.py", span=AT)
JOB = by.CiJobSelector(job="scan", span=AT)


def _promise(kind: type[Commitment], *evidence: by.Selector, **fields: Any) -> Commitment:
    return kind(span=says("We do."), evidence=evidence, **fields)


DEADLINE: tuple[type[Commitment], dict[str, Any]] = (Deadline, {"action": "acknowledge", "within": "PT48H"})
TOOL: tuple[type[Commitment], dict[str, Any]] = (Tool, {"name": "gosec", "place": ("ci",)})
PINNED: tuple[type[Commitment], dict[str, Any]] = (Pin, {"rule": "==", "what": "dependencies"})
WEEKLY: tuple[type[Commitment], dict[str, Any]] = (Recurrence, {"action": "scan", "every": "P1W"})
TO_REPORTERS: tuple[type[Commitment], dict[str, Any]] = (Recurrence, {"action": "report", "every": "P1W"})
ISO: tuple[type[Commitment], dict[str, Any]] = (Standard, {"name": "iso-27001"})


@pytest.mark.parametrize("proof", [WORD, FILE, LINE], ids=["attestation", "file", "literal"])
@pytest.mark.parametrize(
    "kind",
    [DEADLINE, (Credit, {}), (Bounty, {}), TOOL, PINNED, WEEKLY, ISO, (Sbom, {})],
    ids=lambda one: one[0].__name__,
)
def test_neither_a_word_nor_a_file_proves_what_needs_more(
    kind: tuple[type[Commitment], dict[str, Any]], proof: by.Selector, tree: Callable[..., Repository]
) -> None:
    verdict = _judged(_promise(kind[0], proof, **kind[1]), _tree(tree))
    assert verdict.standing is Standing.UNPROVEN
    assert "does not show this kind of promise" in verdict.reason
    assert any(fact.span.path in ("NOTES.md", "a.py", "attestations/a.toml") for fact in verdict.because)


@pytest.mark.parametrize("kind", [DEADLINE, TO_REPORTERS, ISO], ids=lambda one: one[0].__name__)
def test_no_job_keeps_the_records_of_the_desk(
    kind: tuple[type[Commitment], dict[str, Any]], tree: Callable[..., Repository]
) -> None:
    assert _judged(_promise(kind[0], JOB, **kind[1]), _tree(tree)).standing is Standing.UNPROVEN


@pytest.mark.parametrize("kind", [DEADLINE, TOOL, ISO], ids=lambda one: one[0].__name__)
def test_what_proves_nothing_breaks_all_the_same_where_it_is_gone(
    kind: tuple[type[Commitment], dict[str, Any]], tree: Callable[..., Repository]
) -> None:
    gone = by.FileSelector(file="gone.md", span=AT)
    assert _judged(_promise(kind[0], gone, **kind[1]), _tree(tree)).standing is Standing.BROKEN


@pytest.mark.parametrize(
    ("runs", "standing"),
    [("echo calm", Standing.UNPROVEN), ('"$SCANNER" ./...', Standing.KEPT), ("gosec ./...", Standing.KEPT)],
    ids=["something else", "what cannot be read", "the tool"],
)
def test_a_job_keeps_a_tool_only_where_it_may_run_it(
    runs: str, standing: Standing, tree: Callable[..., Repository]
) -> None:
    scan = f"on: [push]\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: {runs!r}\n"
    repository = tree({".github/workflows/scan.yml": scan, "go.mod": "module example.org/quay\n\ngo 1.23\n"})
    promise = Tool(span=says("We use gosec."), evidence=(JOB,), name="gosec")
    assert _judged(promise, repository).standing is standing


def test_another_ci_does_not_make_a_job_run_a_tool(tree: Callable[..., Repository]) -> None:
    """CircleCI is not read; the job that was read whole runs no gosec all the same."""
    scan = "on: [push]\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: echo calm\n"
    repository = tree({".github/workflows/scan.yml": scan, ".circleci/config.yml": "jobs: {}\n"})
    unbound = Tool(span=says("We use gosec in CI."), name="gosec", place=("ci",))
    assert any("CircleCI" in gap.wanted for gap in _judged(unbound, repository).gaps)
    assert _judged(_promise(Tool, JOB, name="gosec", place=("ci",)), repository).standing is Standing.UNPROVEN


def test_something_unread_in_another_workflow_says_nothing_of_the_job(tree: Callable[..., Repository]) -> None:
    job = "on: [push]\njobs:\n  {}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: {}\n"
    files = {
        ".github/workflows/scan.yml": job.format("scan", "echo calm"),
        ".github/workflows/other.yml": job.format("other", "'\"$SCANNER\" ./...'"),
        "go.mod": "module example.org/quay\n\ngo 1.23\n",
    }
    for called, standing in (
        ("scan", Standing.UNPROVEN),
        ("scan.yml#scan", Standing.UNPROVEN),
        ("other", Standing.KEPT),
    ):
        promise = Tool(span=says("We use gosec."), evidence=(by.CiJobSelector(job=called, span=AT),), name="gosec")
        assert _judged(promise, tree(files)).standing is standing


def test_a_green_report_of_tests_is_no_run_of_a_tool(tree: Callable[..., Repository]) -> None:
    report = '<testsuite name="unit" tests="1" timestamp="2025-01-04T12:00:00"><testcase name="a"/></testsuite>'
    promise = Tool(span=says("We use gosec."), evidence=(by.JunitSelector(file="r.xml", span=AT),), name="gosec")
    assert _judged(promise, tree({"r.xml": report, "a.go": "package a\n"})).standing is Standing.UNPROVEN


@pytest.mark.parametrize("proof", [WORD, FILE, LINE], ids=["attestation", "file", "literal"])
def test_practices_are_shown_by_each(proof: by.Selector, tree: Callable[..., Repository]) -> None:
    assert _judged(_promise(Practice, proof, topic="authentication"), _tree(tree)).standing is Standing.KEPT


def test_a_document_is_shown_by_its_file(tree: Callable[..., Repository]) -> None:
    assert _judged(_promise(Document, FILE, name="playbook"), _tree(tree)).standing is Standing.KEPT


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2024-12-20", Standing.KEPT),
        ("2024-10-10", Standing.AT_RISK),
        ("2024-09-01", Standing.BROKEN),
    ],
)
def test_the_rhythm_of_the_sentence_ends_an_attestation(
    on: str, standing: Standing, tree: Callable[..., Repository]
) -> None:
    """Bound by name too, a drill each quarter was done within the quarter, however long the attestation lasts."""
    promise = _promise(Recurrence, WORD, action="drill", every="P3M")
    assert _judged(promise, _tree(tree, on)).standing is standing


@pytest.mark.parametrize(
    ("started", "standing"),
    [
        ('on:\n  schedule:\n    - cron: "0 5 * * 1"\n', Standing.KEPT),
        ('on:\n  schedule:\n    - cron: "0 5 1 * *"\n', Standing.AT_RISK),
        ("on: [push]\n", Standing.AT_RISK),
    ],
    ids=["weekly", "monthly", "on push"],
)
def test_a_job_shows_a_rhythm_only_by_its_schedule(
    started: str, standing: Standing, git_tree: Callable[..., Repository]
) -> None:
    text = f"{started}jobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./our-own-scan\n"
    commits = (("2025-01-04", {".github/workflows/scan.yml": text, "a.py": "x = 1\n"}, ()),)
    promise = _promise(Recurrence, JOB, action="scan", every="P1W")
    assert _judged(promise, git_tree(commits)).standing is standing


def _tree(tree: Callable[..., Repository], on: str = "2025-01-01") -> Repository:
    scan = "on: [push]\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make check\n"
    files = {"NOTES.md": TEXT, "a.py": "x = 1\n", "attestations/a.toml": ATTESTED.format(on)}
    return tree({**files, ".circleci/config.yml": "jobs: {}\n", ".github/workflows/scan.yml": scan})


def _judged(promise: Commitment, repository: Repository) -> Verdict:
    answers = gather(Scene(repository=repository, at=DAY), controls.wants(promise))
    return controls.judge(promise, answers, DAY)
