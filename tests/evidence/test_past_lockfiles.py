from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troth.evidence import past_lockfiles
from troth.evidence.past_lockfiles import answer
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.tenures import ABSENT
from troth.terms.answer import Answer, Gap
from troth.terms.seen.components import Tenure
from troth.terms.wants import Tenures

GitTree = Callable[..., Repository]
LOCK = 'version = 4\n\n[[package]]\nname = "mast"\nversion = "{}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'
HISTORY = (
    ("2025-01-01", {"Cargo.lock": LOCK.format("1.0.0")}, ()),
    ("2025-02-01", {"Cargo.lock": LOCK.format("1.1.0")}, ()),
)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def ask(root: Path, at: date = date(2026, 3, 1)) -> Answer[Tenure]:
    return answer(Scene(repository=Repository(root), at=at), Tenures())


def test_real_readers_read_what_git_remembers(git_tree: GitTree) -> None:
    found = ask(git_tree(HISTORY).root).found
    assert [(one.component.version, one.until is None) for one in found] == [("1.0.0", False), ("1.1.0", True)]
    assert found[0].component.purl == "pkg:cargo/mast@1.0.0"


def test_the_second_time_nothing_is_read(git_tree: GitTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = git_tree(HISTORY).root
    first = ask(root)
    monkeypatch.setattr(past_lockfiles, "tenures", None)  # calling it would raise
    assert ask(root) == first
    assert ask(root, date(2026, 5, 5)) == first


def test_a_new_commit_is_seen_and_so_is_an_earlier_day(git_tree: GitTree, git: Callable[..., str]) -> None:
    root = git_tree(HISTORY).root
    ask(root)
    assert len(ask(root, date(2025, 1, 15)).found) == 1
    (root / "Cargo.lock").write_text(LOCK.format("2.0.0"))
    git(root, "commit", "-q", "-am", "Next", day="2025-03-01")
    assert len(ask(root).found) == 3


def test_older_commits_that_come_later_are_seen(git_tree: GitTree, git: Callable[..., str], tmp_path: Path) -> None:
    origin = git_tree((("2024-12-01", {"a": ""}, ()), *HISTORY)).root
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{origin}", "shallow")
    counts = []
    for _ in range(3):
        counts.append(len(ask(tmp_path / "shallow").found))
        git(tmp_path / "shallow", "fetch", "-q", "--deepen", "1")
    assert counts == [1, 2, 2]


def test_what_git_could_not_give_is_asked_again(git_tree: GitTree, git: Callable[..., str], tmp_path: Path) -> None:
    origin = git_tree(HISTORY).root
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{origin}", "partial")
    assert [gap.reason for gap in ask(tmp_path / "partial").gaps]
    git(tmp_path / "partial", "log", "-p")  # fetches what it shows
    assert ask(tmp_path / "partial") == ask(origin)


def test_a_git_that_does_not_answer_is_asked_again(git_tree: GitTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = git_tree(HISTORY).root
    with monkeypatch.context() as patched:
        patched.setattr("troth.evidence.tenures._changes", lambda *_: Gap(wanted="the history", reason=ABSENT))
        assert not ask(root).found
    assert ask(root).found


def test_a_damaged_cache_is_read_past(git_tree: GitTree, tmp_path: Path) -> None:
    root = git_tree(HISTORY).root
    first = ask(root)
    (kept,) = (tmp_path / "cache").rglob("*.msgpack")
    kept.write_bytes(b"\xc1 no message")
    assert ask(root) == first
    kept.unlink()
    kept.symlink_to(tmp_path / "elsewhere")
    assert ask(root) == first
    assert not (tmp_path / "elsewhere").exists()


def test_few_are_kept(git_tree: GitTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_lockfiles, "MOST_KEPT", 1)
    root = git_tree(HISTORY).root
    ask(root)
    ask(root, date(2025, 1, 15))
    assert len(list((tmp_path / "cache").rglob("*.msgpack"))) == 1


def test_outside_of_git_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert ask(tmp_path / "plain").gaps
    assert not (tmp_path / "cache").exists()
