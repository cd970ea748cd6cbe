"""What the real Gitleaks wrote, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from evidence.tools.runs.trees.secrets import TOKEN
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import gitleaks
from troth.evidence.tools.runs.job import Handed, Job
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="leaks.json", at=AT)


def test_findings(played: Played) -> None:
    answer = played("gitleaks", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.exit_code) == ((), gitleaks.LEAKS)
    assert [(finding.rule, str(finding.span)) for finding in run.findings] == [
        ("github-pat", "app.py:1"),
        ("github-pat", "conf/settings.yml:3"),
    ]
    assert TOKEN not in str(answer)
    assert run.version.count(".") == 2


def test_clean_and_what_the_tree_ignores(played: Played) -> None:
    (clean,) = played("gitleaks", "clean").found
    assert (clean.findings, clean.exit_code) == ((), 0)
    (run,) = played("gitleaks", "ignored").found
    assert [str(finding.span) for finding in run.findings] == ["conf/settings.yml:3"]


@pytest.mark.parametrize(
    ("name", "words"), [("nothing", "scanned nothing"), ("refused", "unable to load gitleaks config")]
)
def test_less_than_a_scan_is_a_gap(played: Played, name: str, words: str) -> None:
    answer = played("gitleaks", name)
    assert answer.found == ()
    assert words in answer.gaps[0].reason


def test_without_an_exit_code_of_its_own_a_leak_looks_like_an_error() -> None:
    (leak,) = load("gitleaks", "leak-or-error").programs
    (error,) = load("gitleaks", "no-path").programs
    assert leak.exit_code == error.exit_code == 1
    assert load("gitleaks", "unknown-flag").programs[0].exit_code == 126
    assert str(gitleaks.LEAKS) in gitleaks.ARGUMENTS


@pytest.mark.parametrize(
    ("code", "stdout", "stderr"),
    [
        (0, b"[]", b""),
        (0, b"[]", b"0:00AM INF scanned ~0 bytes (0) in 1ms"),
        (42, b"[]", b"0:00AM INF scanned ~9 bytes (9 bytes) in 1ms"),
        (0, b"{", b"0:00AM INF scanned ~9 bytes (9 bytes) in 1ms"),
        (1, b"[]", b"0:00AM INF scanned ~9 bytes (9 bytes) in 1ms"),
    ],
)
def test_contradictions_are_gaps(tree: Callable[..., Repository], code: int, stdout: bytes, stderr: bytes) -> None:
    ran = Ran(argv=(), exit_code=code, stdout=stdout, stderr=stderr)
    assert gitleaks.report(Job(repository=tree({"a": ""}), at=AT), ran, "", "").found == ()


def test_a_file_that_could_not_be_opened_is_a_gap_beside_the_rest(tree: Callable[..., Repository]) -> None:
    told = b"0:00AM ERR could not open file\n0:00AM INF scanned ~9 bytes (9 bytes) in 1ms"
    ran = Ran(argv=(), exit_code=0, stdout=b"[]", stderr=told)
    answer = gitleaks.report(Job(repository=tree({"a": ""}), at=AT), ran, "", "")
    assert (len(answer.found), "could not open file" in answer.gaps[0].reason) == (1, True)


def test_a_report_from_elsewhere() -> None:
    content = load("gitleaks", "findings").programs[0].stdout.encode()
    assert len(gitleaks.read(handed(content)).found[0].findings) == 2
    assert gitleaks.read(handed(b"[]")).gaps, "an empty list does not tell what was scanned"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not gitleaks.read(handed(noise)).found
