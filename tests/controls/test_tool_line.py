from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from controls.golden import BROKEN, KEPT, NOTED, TODAY, UNPROVEN, Case, check, says
from troth.controls.tool_line import CONTROL, wants
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer, Answers, Gap
from troth.terms.commitment import Tool
from troth.terms.seen.results import ToolRun
from troth.terms.verdict import Standing, Verdict
from troth.terms.wants import ToolRuns


def install(name: str, line: str) -> Tool:
    return Tool(span=says(line), name=name, claim="install", command=line)


def command(name: str, line: str) -> Tool:
    return Tool(span=says(line), name=name, claim="command", command=line)


CASES = (
    Case(name="right", promise=install("bandit", "pip install bandit"), standing=NOTED),
    Case(name="right among others", promise=install("pip-audit", "pip install bandit pip-audit"), standing=NOTED),
    Case(
        name="another tool of the same name",
        promise=install("gosec", "go install github.com/example/gosec/v2/cmd/gosec@latest"),
        standing=BROKEN,
        words="something that is not gosec",
        cites=("SECURITY.md:5",),
    ),
    Case(
        name="not run",
        promise=command("bandit", "bandit -r ."),
        standing=UNPROVEN,
        words="was not run",
        settles="tool run",
    ),
    Case(
        name="no longer supported",
        promise=command("safety", "safety check"),
        standing=UNPROVEN,
        words="no longer support",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, tree)


def ran(promise: Tool, repository: Repository, said: str = "", gaps: tuple[Gap, ...] = ()) -> Verdict:
    scene = Scene(repository=repository, at=TODAY)
    answers = dict(gather(scene, wants(promise)))
    run = ToolRun(
        tool="bandit",
        argv=("bandit", "-r", "."),
        directory="",
        version="1.9.4",
        at=datetime(2026, 11, 25, tzinfo=UTC),
        scanned=3,
        findings=(),
        said=said,
    )
    answers[ToolRuns(tool=promise.name, command=promise.command)] = Answer(found=(run,), gaps=gaps)
    return CONTROL.judge(promise, Answers(answers), TODAY)


def test_a_command_that_ran_is_kept(tree: Callable[..., Repository]) -> None:
    verdict = ran(command("bandit", "bandit -r ."), tree({"app.py": "pass\n"}))
    assert verdict.standing is KEPT
    assert verdict.because[0].fact == "`bandit -r .` scanned 3"


def test_a_run_proves_no_retired_command(tree: Callable[..., Repository]) -> None:
    verdict = ran(command("safety", "safety check"), tree({"app.py": "pass\n"}))
    assert verdict.standing is Standing.UNPROVEN


def test_a_run_in_another_way_proves_no_line(tree: Callable[..., Repository]) -> None:
    for line in ("bandit -r no/such/folder", "bandit -r . --severity-level high"):
        verdict = ran(command("bandit", line), tree({"app.py": "pass\n"}))
        assert verdict.standing is Standing.UNPROVEN
        assert "not as this line says" in verdict.reason


def test_a_run_with_the_words_of_the_line_is_kept_whatever_form_of_report_it_asks(
    tree: Callable[..., Repository],
) -> None:
    line = "bandit -r . -f json -o report.json"
    files = {"app.py": "pass\n"}
    assert ran(command("bandit", line), tree(files)).standing is Standing.UNPROVEN
    assert ran(command("bandit", line), tree(files), said=line).standing is KEPT


def test_a_run_that_left_something_out_proves_no_line(tree: Callable[..., Repository]) -> None:
    gap = Gap(wanted="a run of bandit", reason="1 files could not be read: torn.py (syntax error)")
    verdict = ran(command("bandit", "bandit -r ."), tree({"app.py": "pass\n"}), gaps=(gap,))
    assert verdict.standing is Standing.UNPROVEN
    assert "left something out" in verdict.reason
    assert gap in verdict.gaps
