from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import msgspec
import pytest

from troth.evidence.gather import gather
from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.results.record import SCHEMA, Kept, Ran
from troth.evidence.results.store import Store
from troth.evidence.scene import Scene
from troth.evidence.tools.auditing import obtain
from troth.evidence.tools.index import by_name
from troth.evidence.tools.keeping import Keeping
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Job, Runner
from troth.terms.answer import Answer
from troth.terms.seen.results import AuditRecord, ToolRun
from troth.terms.tool_name import ToolName
from troth.terms.wants import AuditRecords

Tree = Callable[[Mapping[str, str]], Repository]
KEY = Key(b"k" * 32)


def ran(day: int, *, whole: bool = True, advised: date | None = None) -> Ran:
    at = datetime(2026, 11, day, tzinfo=UTC)
    return Ran(at=at, version="1", scanned=1, findings=0, whole=whole, advised=advised)


def kept(tool: str, *past: Ran) -> Kept:
    return Kept(
        schema=SCHEMA, tool=tool, at=past[-1].at, version="1", words=(), inputs="", files={}, program=None,
        advisories="", runs=(), gaps=(), seconds=0.0, past=past,
    )  # fmt: skip


def seen(repository: Repository, key: Key | None = KEY) -> Answer[AuditRecord]:
    scene = Scene(repository=Repository(repository.root), at=date(2026, 11, 20), key=key)
    return gather(scene, [AuditRecords()])[AuditRecords()]


def test_days_on_which_a_tool_ran_whole_up_to_the_day_of_the_check(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    store = Store(repository, KEY)
    store.put(kept("bandit", ran(1), ran(1), ran(8), ran(15, whole=False), ran(25)))
    store.put(kept("gosec", ran(25)))
    (record,) = seen(repository).found
    assert (record.tool, record.days) == ("bandit", (date(2026, 11, 1), date(2026, 11, 8)))
    assert record.span.path == ".troth/results/bandit.json"


def test_each_day_has_the_newest_advisories_that_it_was_given(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    old, new = date(2026, 9, 1), date(2026, 11, 7)
    past = (ran(1, advised=old), ran(8, advised=old), ran(8, advised=new), ran(15), ran(15, advised=old))
    Store(repository, KEY).put(kept("pip-audit", *past))
    (record,) = seen(repository).found
    assert record.advised == {date(2026, 11, 1): old, date(2026, 11, 8): new}


def test_an_audit_remembers_how_new_the_advisories_were_that_it_gave(tree: Tree) -> None:
    repository = tree({"Cargo.lock": "version = 4\n", "requirements.txt": "hull==1.0\n", "a.py": "x\n"})
    rust, python = date(2026, 9, 1), date(2026, 11, 17)
    newest = {"crates.io": rust, "PyPI": python, "npm": date(2020, 1, 1)}
    at = datetime(2026, 11, 18, tzinfo=UTC)
    run = ToolRun(tool="x", argv=("x",), directory="", version="1", at=at, scanned=1, findings=())
    for tool in ("pip-audit", "cargo-audit", "osv-scanner", "bandit"):
        record = by_name(tool)
        assert record is not None
        keeping = Keeping(repository, KEY, LocalAdvisories(state="d", newest=newest))
        keeping.keep(record, Answer(found=(run,)), keeping.now(record, at.date(), None), at, seconds=1.0)
    told = {one.tool: one.advised for one in seen(repository).found}
    day = at.date()
    assert told == {
        "bandit": {}, "cargo-audit": {day: rust}, "osv-scanner": {day: rust}, "pip-audit": {day: python}
    }  # fmt: skip
    later = Keeping(repository, KEY, LocalAdvisories(state="d", newest={"PyPI": date(2026, 11, 19)}))
    held, record = later.store.find("pip-audit").kept, by_name("pip-audit")
    assert held
    assert record
    assert later.confirm(record, held, datetime(2026, 11, 20, tzinfo=UTC)) == ""
    told = {one.tool: one.advised for one in seen(repository).found}
    assert told["pip-audit"] == {day: python, date(2026, 11, 20): date(2026, 11, 19)}


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("OSV at http://127.0.0.1:9/v1/query", "OSV at http://127.0.0.1:9/v1/query (newest of 2026-09-01)"),
        ("RustSec, 9 advisories 2026-09-01T06:28:40Z", "RustSec, 9 advisories 2026-09-01T06:28:40Z"),
        ("", ""),
    ],
)
def test_a_result_tells_how_new_its_advisories_are(tree: Tree, database: str, told: str) -> None:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    run = ToolRun(
        tool="x", argv=("x",), directory="", version="1", at=at, scanned=1, findings=(), database=database
    )  # fmt: skip
    runner = Runner(
        program="git", install="", inputs=(), run=lambda _: Answer(found=(run,)), asks_advisories=True,
        ecosystems={"PyPI": ("*",), "Go": ("go.mod",)},
    )  # fmt: skip
    advisories = LocalAdvisories(state="d", newest={"PyPI": date(2026, 9, 1), "Go": date(2020, 1, 1)})
    job = Job(repository=tree({"a.py": "x\n"}), at=at, advisories=advisories)
    found, _ = obtain(ToolRecord(name=ToolName(name="x"), runner=runner), job, ())
    assert [one.database for one in found.found] == [told]


def test_what_is_not_ours_is_a_gap(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    Store(repository, KEY).put(kept("bandit", ran(1)))
    for key in (None, Key(b"x" * 32)):
        answer = seen(repository, key)
        assert answer.found == ()
        assert answer.gaps[0].wanted == "the kept result of bandit"


def test_nothing_kept_is_nothing_said(tree: Tree) -> None:
    assert seen(tree({})) == Answer()
    assert msgspec.structs.asdict(seen(tree({})))["gaps"] == ()
