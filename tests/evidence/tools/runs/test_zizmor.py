"""What the real zizmor wrote, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from evidence.tools.runs.trees.workflows import PATH
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import zizmor
from troth.evidence.tools.runs.job import Handed, Job
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="zizmor.json", at=AT)


def test_findings_at_the_line_that_is_weak(played: Played) -> None:
    answer = played("zizmor", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.exit_code, run.scanned) == ((), zizmor.WORST["high"], 1)
    found = {finding.rule: finding for finding in run.findings}
    injection = found["template-injection"]
    assert (str(injection.span), injection.severity, injection.confidence) == (f"{PATH}:7", "high", "high")
    assert injection.span is not None
    assert injection.span.text == "- run: echo ${{ github.event.issue.title }}"
    assert found["dangerous-triggers"].span is not None
    assert found["dangerous-triggers"].span.line == 1


def test_the_exit_code_is_the_worst_severity(played: Played) -> None:
    assert played("zizmor", "medium").found[0].exit_code == zizmor.WORST["medium"]


def test_clean(played: Played) -> None:
    answer = played("zizmor", "clean")
    (run,) = answer.found
    assert (run.findings, run.scanned, run.exit_code) == ((), 2, 0)
    assert answer.read == (PATH, ".github/workflows/more.yaml")


def test_a_workflow_that_cannot_be_parsed_is_a_gap(played: Played) -> None:
    answer = played("zizmor", "torn")
    assert answer.found == ()
    assert "torn.yml" in answer.gaps[0].reason


def test_without_strict_collection_it_is_passed_over() -> None:
    (program,) = load("zizmor", "lenient").programs
    assert (program.exit_code, program.stdout) == (0, "[]")
    assert "torn" not in program.stderr.partition("completed")[2]
    assert "--strict-collection" in zizmor.ARGUMENTS


def test_nothing_to_look_at(tree: Callable[..., Repository]) -> None:
    assert load("zizmor", "no-input").programs[0].exit_code == 3
    assert zizmor.nothing_to_do(tree({"a.yml": "a: 1\n"}))
    assert not zizmor.nothing_to_do(tree({PATH: ""}))


@pytest.mark.parametrize(
    ("code", "stdout", "stderr"),
    [
        (0, "[]", ""),
        (0, "[]", "completed ./other.yml\n"),
        (14, "[]", f"completed ./{PATH}\n"),
        (0, "{", f"completed ./{PATH}\n"),
        (1, "[]", f"completed ./{PATH}\n"),
    ],
)
def test_less_than_a_whole_run_is_a_gap(tree: Callable[..., Repository], code: int, stdout: str, stderr: str) -> None:
    ran = Ran(argv=(), exit_code=code, stdout=stdout.encode(), stderr=stderr.encode())
    assert zizmor.report(Job(repository=tree({PATH: ""}), at=AT), ran, "", "").found == ()


def test_a_report_from_elsewhere() -> None:
    content = load("zizmor", "findings").programs[0].stdout.encode()
    (run,) = zizmor.read(handed(content)).found
    assert (run.origin, run.scanned) == ("report", 1)
    assert zizmor.read(handed(b"[]")).gaps, "an empty list does not tell what was checked"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not zizmor.read(handed(noise)).found


def test_words_of_the_policy_choose_what_is_looked_at(tree: Callable[..., Repository]) -> None:
    sound = "name: sound\non: push\npermissions: {}\nconcurrency: {group: sound, cancel-in-progress: true}\njobs: {}\n"
    weak = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n"
    there = tree({PATH: sound, f"examples/{PATH}": weak})
    whole = zizmor.run(Job(repository=there, at=AT))
    part = zizmor.run(Job(repository=there, at=AT, words=(".github",)))
    assert {finding.span.path for finding in whole.found[0].findings if finding.span} == {f"examples/{PATH}"}
    assert (part.gaps, part.found[0].findings, part.found[0].argv[-1]) == ((), (), ".github")
