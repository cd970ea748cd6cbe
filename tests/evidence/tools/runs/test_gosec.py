"""What the real gosec wrote, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.tools.runs import gosec
from troth.evidence.tools.runs.documents import lines
from troth.evidence.tools.runs.job import Handed
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="gosec.json", at=AT)


def test_findings_with_lines_as_text_and_what_was_silenced(played: Played) -> None:
    answer = played("gosec", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.scanned, run.exit_code) == ((), 1, 1)
    assert '"line": "11-15"' in load("gosec", "findings").programs[-1].stdout
    command = next(finding for finding in run.findings if finding.rule == "G204")
    assert command.span is not None
    assert (command.span.path, command.span.line, command.span.end_line) == ("main.go", 11, 15)
    assert (command.severity, command.confidence, command.cwes) == ("medium", "high", ("CWE-78",))
    silenced = next(finding for finding in run.findings if finding.rule == "G401")
    assert silenced.suppressed == "#nosec: a checksum of a cache key"
    assert not command.suppressed
    assert run.version.count(".") == 2, "the module that it was built from, not 'dev'"


def test_clean(played: Played) -> None:
    (run,) = played("gosec", "clean").found
    assert (run.findings, run.scanned, run.exit_code) == ((), 1, 0)


@pytest.mark.parametrize(("name", "word"), [("torn", "torn.go"), ("lost", "could not import")])
def test_errors_beside_findings_are_a_gap(played: Played, name: str, word: str) -> None:
    assert load("gosec", name).programs[-1].exit_code == 1
    answer = played("gosec", name)
    (run,) = answer.found
    assert run.findings == (), "what was seen of the rest stands; that it is all does not"
    assert word in answer.gaps[0].reason


def test_each_module_has_its_own_run(played: Played) -> None:
    answer = played("gosec", "two-modules")
    assert [run.directory for run in answer.found] == ["a"]
    assert [gap.wanted for gap in answer.gaps] == ["a run of gosec in b"]
    assert {finding.span.path for finding in answer.found[0].findings if finding.span} == {"a/main.go"}


def test_a_module_inside_another_is_looked_at_once(played: Played) -> None:
    inner, outer = played("gosec", "nested").found
    assert (inner.directory, len(inner.findings), inner.scanned) == ("inner", 3, 1)
    assert (outer.directory, outer.findings, outer.scanned) == ("", (), 1)


def test_no_file_looked_at_is_a_gap(played: Played) -> None:
    assert "no file" in played("gosec", "only-tests").gaps[0].reason


def test_quiet_hides_that_a_file_was_not_read() -> None:
    (quiet,) = load("gosec", "quiet").programs
    assert (quiet.exit_code, quiet.stdout) == (0, ""), "why Troth never passes -quiet"
    assert "-quiet" not in (*gosec.FORM, *gosec.USUAL)
    assert "-quiet" in gosec.WORDS.ours, "nor where a document shows it"


def test_a_report_from_elsewhere() -> None:
    run = gosec.read(handed(load("gosec", "findings").programs[-1].stdout.encode())).found[0]
    assert (run.origin, run.scanned, len(run.findings)) == ("report", 1, 3)
    assert gosec.read(handed(load("gosec", "torn").programs[-1].stdout.encode())).gaps
    nothing = load("gosec", "torn").programs[-1].stdout.replace('"files": 2', '"files": 0')
    assert not gosec.read(handed(nothing.encode())).found


@pytest.mark.parametrize(
    ("text", "found"),
    [("12", (12, None)), ("12-15", (12, 15)), ("0", (None, None)), ("x", (None, None)), ("", (None, None))],
)
def test_lines(text: str, found: tuple[int | None, int | None]) -> None:
    assert lines(text) == found


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not gosec.read(handed(noise)).found
