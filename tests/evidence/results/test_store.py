from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.evidence.repository import Repository
from troth.evidence.results.key import Key
from troth.evidence.results.record import MOST_PAST, SCHEMA, Kept, Ran, ran, remembered
from troth.evidence.results.store import FOLDER, Store, file_name
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

AT = datetime(2026, 11, 12, 9, tzinfo=UTC)
MINE, THEIRS = Key(b"m" * 32), Key(b"t" * 32)
Tree = Callable[..., Repository]


def kept(tool: str = "bandit", at: datetime = AT) -> Kept:
    run = ToolRun(
        tool=tool,
        argv=(tool, "-r", "."),
        directory="",
        version="1.9.4",
        at=at,
        scanned=3,
        findings=(
            ToolFinding(rule="B602", text="shell", span=Span("a.py", 1), severity="high"),
            ToolFinding(rule="B101", text="assert", span=Span("a.py", 2), suppressed="# nosec"),
        ),
    )
    return Kept(
        schema=SCHEMA, tool=tool, at=at, version="1.9.4", words=(), inputs="d", files={"a.py": "d"}, program=None,
        advisories="", runs=(run,), gaps=(), seconds=1.0,
    )  # fmt: skip


def test_what_was_kept_comes_back(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    assert Store(repository, MINE).put(kept()) == ""
    found = Store(repository, MINE).find("bandit")
    assert found.kept == kept()
    assert found.gap is None
    assert Store(repository, MINE).tools() == ("bandit",)
    assert Store(repository, MINE).find("gosec").kept is None
    assert Store(repository, MINE).find("gosec").gap is None


def test_git_sees_nothing_of_it(git_tree: Tree) -> None:
    repository = git_tree([("2026-01-01", {"a.py": "x\n"}, ())])
    assert Store(repository, MINE).put(kept()) == ""
    told = subprocess.run(
        ["git", "status", "--porcelain"], cwd=repository.root, capture_output=True, text=True, check=True
    )
    assert told.stdout == ""
    assert Repository(repository.root).paths == ("a.py",)


def test_without_git_nothing_of_it_is_part_of_the_tree(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    assert Store(repository, MINE).put(kept()) == ""
    assert Repository(repository.root).paths == ("a.py",)


def reason(repository: Repository, key: Key | None = MINE) -> str:
    found = Store(Repository(repository.root), key).find("bandit")
    assert found.kept is None
    assert found.gap is not None
    return found.gap.reason


def test_a_result_of_another_key_does_not_count(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    Store(repository, THEIRS).put(kept())
    assert "not signed by your key" in reason(repository)
    assert "no key" in reason(repository, None)


def test_a_changed_result_does_not_count(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    Store(repository, MINE).put(kept())
    path = repository.root / FOLDER / "bandit.json"
    path.write_bytes(path.read_bytes().replace(b'"scanned":3', b'"scanned":4'))
    assert "not signed by your key" in reason(repository)


def test_the_result_of_another_tool_under_its_name_does_not_count(tree: Tree) -> None:
    repository = tree({"a.py": "x\n"})
    Store(repository, MINE).put(kept("gosec"))
    folder = repository.root / FOLDER
    (folder / "gosec.json").rename(folder / "bandit.json")
    assert "another tool" in reason(repository)


def test_a_result_that_git_holds_does_not_count(git_tree: Tree) -> None:
    repository = git_tree([("2026-01-01", {"a.py": "x\n"}, ())])
    Store(repository, MINE).put(kept())
    subprocess.run(["git", "add", "-f", ".troth"], cwd=repository.root, check=True)
    assert "git holds it" in reason(repository)
    assert "git holds files" in Store(Repository(repository.root), MINE).put(kept())


def test_links_and_pipes_are_never_followed(tree: Tree) -> None:
    repository, other = tree({"a.py": "x\n"}), tree({"a.py": "x\n"})
    Store(other, MINE).put(kept())
    folder = repository.root / FOLDER
    folder.mkdir(parents=True)
    (folder / "bandit.json").symlink_to(other.root / FOLDER / "bandit.json")
    assert reason(repository)
    (folder / "bandit.json").unlink()
    os.mkfifo(folder / "bandit.json")
    assert "no regular file" in reason(repository)
    (folder / "bandit.json").unlink()
    folder.rmdir()
    folder.symlink_to(other.root / FOLDER)
    assert "a link" in reason(repository)
    assert "no folder" in Store(repository, MINE).put(kept())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from(["code", "result", "tool", "runs", "at", "x"]), inner, max_size=5)
            ),
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_garbage_is_a_gap(tree: Tree, data: bytes) -> None:
    repository = tree({"a.py": "x\n"})
    (repository.root / FOLDER).mkdir(parents=True)
    (repository.root / FOLDER / "bandit.json").write_bytes(data)
    assert reason(repository)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(["schema", "tool", "at", "runs", "files", "gaps", "past"]),
    st.sampled_from([None, 7, 2**80, "x", [], {}, [1], {"a": 1}, "\x00", "\ud800"]),
)
def test_signed_results_of_wrong_shape_are_gaps(tree: Tree, name: str, value: object) -> None:
    repository = tree({"a.py": "x\n"})
    body = json.loads(msgspec.json.encode(kept()))
    body[name] = value
    raw = json.dumps(body).encode()
    (repository.root / FOLDER).mkdir(parents=True)
    data = b'{"code":"' + MINE.sign(raw).encode() + b'","result":' + raw + b"}"
    (repository.root / FOLDER / "bandit.json").write_bytes(data)
    found = Store(repository, MINE).find("bandit")
    assert (found.kept is None) != (found.gap is None)
    if name == "schema":
        assert found.kept is None


@pytest.mark.parametrize("name", ["../x", "a/b", "", "x" * 99, "A\0", ".hidden"])
def test_only_names_of_tools_are_names_of_files(name: str) -> None:
    assert file_name(name) == ""


def test_history_is_bounded_and_keeps_the_first_and_last_of_a_day() -> None:
    past: tuple[Ran, ...] = ()
    for day in range(1, 29):
        for hour in (1, 2, 3):
            past = remembered(past, ran(kept(), "run", datetime(2026, 2, day, hour, tzinfo=UTC)))
    assert len(past) == 56
    assert [one.at.hour for one in past[:2]] == [1, 3]
    for year in range(1000, 1000 + MOST_PAST):
        past = remembered(past, ran(kept(), "run", datetime(year, 1, 1, tzinfo=UTC)))
    assert len(past) == MOST_PAST
    assert (past[-1].scanned, past[-1].findings, past[-1].whole) == (3, 1, True)
