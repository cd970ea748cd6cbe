from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.tools import running
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job, Runner
from troth.evidence.tools.runs.stage import no_run
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun
from troth.terms.tool_name import ToolName
from troth.terms.wants import ToolRuns

Tree = Callable[[Mapping[str, str]], Repository]


def scene(repository: Repository, *, run_tools: bool = True, said: list[str] | None = None) -> Scene:
    told = said if said is not None else []
    return Scene(repository=repository, at=date(2026, 3, 1), run_tools=run_tools, progress=told.append)


def test_no_tool_runs_in_static_mode(tree: Tree) -> None:
    answer = running.answer(scene(tree({"a.py": "x = 1\n"}), run_tools=False), ToolRuns("bandit"))
    assert answer.found == ()
    assert "--no-tools" in answer.gaps[0].reason


def test_tools_without_a_runner_are_gaps(tree: Tree) -> None:
    for name in ("trivy", "no such tool"):
        answer = running.answer(scene(tree({})), ToolRuns(name))
        assert answer.gaps[0].wanted == f"a run of {name}"


def test_promised_tools_start_together(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = threading.Barrier(2, timeout=10)

    def slow(name: str) -> ToolRecord:
        def run(job: Job) -> Answer[ToolRun]:
            meeting.wait()  # broken unless both run at the same time
            return no_run(name, f"ended at {job.at:%Y-%m-%d}")

        return ToolRecord(name=ToolName(name=name), runner=Runner(program=name, install="", inputs=(), run=run))

    records = {name: slow(name) for name in ("hull", "mast")}
    monkeypatch.setattr(running, "by_name", records.get)
    said: list[str] = []
    answers = gather(scene(tree({}), said=said), [ToolRuns("hull"), ToolRuns("mast")], (running.GATHERER,))
    assert [answers[ToolRuns(name)].gaps[0].reason for name in records] == ["ended at 2026-03-01"] * 2
    assert "running hull" in said


def test_a_real_run_through_the_gatherer(tree: Tree) -> None:
    want = ToolRuns("bandit")
    answers = gather(scene(tree({"a.py": "x = 1\n"})), [want], (running.GATHERER,))
    assert [run.scanned for run in answers[want].found] == [1]
