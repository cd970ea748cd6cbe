from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import msgspec

from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.results.record import SCHEMA, Kept, Ran
from troth.evidence.results.store import Store
from troth.evidence.scene import Scene
from troth.terms.answer import Answer
from troth.terms.seen.results import AuditRecord
from troth.terms.wants import AuditRecords

Tree = Callable[[Mapping[str, str]], Repository]
KEY = Key(b"k" * 32)


def ran(day: int, *, whole: bool = True) -> Ran:
    return Ran(at=datetime(2026, 11, day, tzinfo=UTC), version="1", scanned=1, findings=0, whole=whole)


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
