"""When an audit starts a tool again, and when what is kept of it will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.tools import auditing
from troth.evidence.tools.auditing import Settings, audit
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job, Runner
from troth.evidence.tools.runs.stage import no_run
from troth.terms.answer import Answer
from troth.terms.audit import Planned, State
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
        keeping = Keeping(Repository(root), Key(b"k" * 32), LocalAdvisories(state=advisories))
        (outcome,) = audit(keeping, PLANNED, Settings(at=AT))
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
