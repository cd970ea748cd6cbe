from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

import pytest

from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.scene import Scene
from troth.evidence.tools import running
from troth.evidence.tools.index import by_name
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job, Runner
from troth.evidence.tools.runs.stage import no_run
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
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

        return ToolRecord(name=ToolName(name=name), runner=Runner(program="git", install="", inputs=(), run=run))

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


def test_a_tool_that_is_not_installed_is_not_started(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = Runner(program="no-such-hull", install="", inputs=(), run=lambda _: pytest.fail("it was started"))
    monkeypatch.setattr(running, "by_name", lambda _: ToolRecord(name=ToolName(name="hull"), runner=runner))
    given = scene(tree({}))
    answers = gather(given, [ToolRuns("hull")], (running.GATHERER,))
    assert answers[ToolRuns("hull")].gaps[0].reason == "not installed"
    assert not running.started(given)


def keep(repository: Repository, key: Key, *findings: ToolFinding, at: date = date(2026, 3, 1)) -> None:
    record = by_name("bandit")
    assert record is not None
    keeping = Keeping(repository, key)
    instant = datetime.combine(at, time(), UTC)
    run = ToolRun(tool="bandit", argv=("bandit",), directory="", version="1", at=instant, scanned=7, findings=findings)
    assert keeping.keep(record, Answer(found=(run,)), keeping.now(record, at, ()), instant, seconds=1.0) == ""


KEY = Key(b"k" * 32)


def asked(repository: Repository, *, run_tools: bool = False, key: Key | None = KEY) -> Answer[ToolRun]:
    given = Scene(repository=Repository(repository.root), at=date(2026, 3, 2), run_tools=run_tools, key=key)
    return gather(given, [ToolRuns("bandit")], (running.GATHERER,))[ToolRuns("bandit")]


def test_a_kept_result_answers_even_where_no_program_may_run(tree: Tree) -> None:
    repository = tree({"a.py": "x = 1\n"})
    keep(repository, KEY)
    (run,) = asked(repository).found
    assert (run.scanned, run.origin) == (7, "kept")
    (run,) = asked(repository, run_tools=True).found
    assert run.origin == "kept"


def test_a_kept_result_of_other_files_is_a_gap_and_the_tool_runs_where_it_may(tree: Tree) -> None:
    repository = tree({"a.py": "x = 1\n"})
    keep(repository, KEY)
    (repository.root / "a.py").write_text("x = 2\n")
    answer = asked(repository)
    assert answer.found == ()
    assert answer.gaps[0].reason == "made on 1 Mar 2026, 1 file has changed since"
    (run,) = asked(repository, run_tools=True).found
    assert (run.scanned, run.origin) == (1, "run")


@pytest.mark.parametrize("report", ["", "bandit.json"])
def test_a_kept_result_with_less_than_a_run_here_would_give_is_run_again_where_it_may(tree: Tree, report: str) -> None:
    repository = tree({"a.py": "x = 1\n"})
    record, instant = by_name("bandit"), datetime(2026, 3, 1, tzinfo=UTC)
    assert record is not None
    keeping = Keeping(repository, KEY)
    keeping.keep(
        record,
        no_run("bandit", "a sandbox has no network"),
        keeping.now(record, instant.date(), ()),
        instant,
        seconds=1.0,
        untrusted=True,
        report=report,
    )
    assert asked(repository).gaps[0].reason == "a sandbox has no network"
    again = asked(repository, run_tools=True)
    assert [run.origin for run in again.found] == ([] if report else ["run"])


def test_a_forged_result_is_a_gap(tree: Tree) -> None:
    repository = tree({"a.py": "x = 1\n"})
    keep(repository, Key(b"x" * 32))
    for key in (KEY, None):
        answer = asked(repository, key=key)
        assert answer.found == ()
        assert answer.gaps[0].wanted == "the kept result of bandit"


def test_a_result_from_the_future_does_not_exist(tree: Tree) -> None:
    repository = tree({"a.py": "x = 1\n"})
    keep(repository, KEY, at=date(2026, 3, 3))
    assert asked(repository).found == ()
