"""When an audit starts a tool again, and when what is kept of it will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from troth.evidence import process
from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.tools import auditing, keeping
from troth.evidence.tools.auditing import Settings, audit, obtain
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.plan import MOST_LINES, words_of
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job, Runner
from troth.evidence.tools.runs.stage import no_run
from troth.terms.answer import Answer
from troth.terms.audit import Line, Planned, State
from troth.terms.seen.results import ToolRun
from troth.terms.tool_name import ToolName

Tree = Callable[[Mapping[str, str]], Repository]
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
PLANNED = (Planned(tool="hull", state=State.READY),)


@pytest.fixture
def how(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """How the result of a tool came that asks advisories, by the advisories that are here and the fault it has."""
    root = tree({"a.lock": "x\n"}).root

    def once(advisories: str, fault: str) -> str:
        def run(job: Job) -> Answer[ToolRun]:
            found = ToolRun(tool="hull", argv=("hull",), directory="", version="1", at=job.at, scanned=1, findings=())
            return no_run("hull", fault) if fault else Answer(found=(found,))

        runner = Runner(program="git", install="", inputs=("*.lock",), run=run, asks_advisories=True)
        record = ToolRecord(name=ToolName(name="hull"), runner=runner)
        monkeypatch.setattr(auditing, "by_name", lambda _: record)
        kept = Keeping(Repository(root), Key(b"k" * 32), LocalAdvisories(state=advisories))
        (outcome,) = audit(kept, PLANNED, Settings(at=AT))
        return outcome.how

    return once


def test_advisories_that_came_since_start_it_again(how: Callable[[str, str], str]) -> None:
    assert [how("", ""), how("", ""), how("one", ""), how("one", ""), how("two", "")] == [
        "run", "kept", "run", "kept", "run",
    ]  # fmt: skip


def test_who_fetched_advisories_as_was_said_is_not_told_the_fault_of_before(how: Callable[[str, str], str]) -> None:
    fault = "11 of 11 packages were skipped; get advisories onto this machine: troth advisories update"
    assert [how("", fault), how("one", "")] == ["run", "run"]


@pytest.mark.parametrize(
    ("fault", "second"),
    [
        ("a.lock is no lockfile", "kept"),
        ("no answer within 300 s", "run"),
        ("its crates are not on this machine; get them: cargo fetch", "run"),
        ("attempting to make an HTTP request, but --offline was specified", "run"),
        ("it could not connect", "run"),
        ("fetchmail.toml cannot be parsed", "kept"),
    ],
)
def test_faults_outside_of_the_tree_pass(how: Callable[[str, str], str], fault: str, second: str) -> None:
    assert [how("one", fault), how("one", fault)] == ["run", second]


RUN = ToolRun(tool="hull", argv=("hull",), directory="", version="1", at=AT, scanned=1, findings=())


def hull(run: Callable[[Job], Answer[ToolRun]] = lambda _: Answer(found=(RUN,))) -> ToolRecord:
    return ToolRecord(name=ToolName(name="hull"), runner=Runner(program="hull", install="", inputs=("*.py",), run=run))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The executable of the tool, found as the installed one."""
    path = tmp_path / "programs" / "hull"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    monkeypatch.setattr(keeping, "tool_path", lambda _: str(path))
    monkeypatch.setattr(auditing, "by_name", lambda _: hull())
    return path


def came(kept: Keeping, **settings: object) -> list[str]:
    return [one.how for one in audit(kept, PLANNED, Settings(at=AT, **settings))]  # type: ignore[arg-type]


def test_what_holds_is_not_started_again(tree: Tree, program: Path) -> None:
    kept = Keeping(tree({"a.py": ""}), Key(b"k" * 32))
    assert came(kept) == ["run"]
    assert came(kept) == ["kept"]
    assert came(kept, use_kept=False) == ["run"]
    program.write_text("#!/bin/sh\n# another version, which nobody has asked for its name\n")
    assert came(kept) == ["run"]


def test_a_report_stands_for_no_run_of_a_tool_that_can_run(tree: Tree, program: Path) -> None:
    kept = Keeping(tree({"a.py": ""}), Key(b"k" * 32))
    assert came(kept) == ["run"], "its version is known from now on"
    assert program.exists()
    kept.keep(hull(), Answer(found=(RUN,)), kept.now(hull(), AT.date(), ()), AT, seconds=0.0, report="hull.json")
    assert came(kept) == ["run"]


def test_who_stops_an_audit_stops_all_of_every_tool(
    tree: Tree, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def slow(_: Job) -> Answer[ToolRun]:
        said.extend(process.run(("sleep", "600"), tmp_path).trouble for _ in range(3))
        return Answer()

    assert program.exists()
    monkeypatch.setattr(auditing, "by_name", lambda _: hull(slow))

    def interrupted(_: str) -> None:
        if process._LIVE:
            raise KeyboardInterrupt

    outcomes = audit(Keeping(tree({"a.py": ""}), Key(b"k" * 32)), PLANNED, Settings(at=AT), interrupted)
    with pytest.raises(KeyboardInterrupt):
        next(outcomes)
    assert said[1:] == ["stopped"] * 2


def test_as_many_documented_lines_run_as_are_remembered() -> None:
    seen: list[tuple[str, ...]] = []

    def run(job: Job) -> Answer[ToolRun]:
        seen.append(job.words)
        return Answer()

    lines = tuple(Line(line=f"hull {number}", words=(str(number),)) for number in range(MOST_LINES + 2))
    job = Job(repository=Repository(Path(__file__).parent), at=AT)
    obtain(hull(run), job, lines)
    assert tuple(seen) == words_of(lines)
