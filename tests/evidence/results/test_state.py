from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from troth.evidence.repository import Repository
from troth.evidence.results.state import state

GitTree = Callable[..., Repository]
FILES = {"SECURITY.md": "# Security\n", "src/keel.py": "x = 1\n", ".gitignore": "ignored/\n"}


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(git_tree: GitTree) -> Path:
    return git_tree((("2025-01-01", FILES, ()),)).root


def test_looking_changes_nothing(root: Path) -> None:
    first = state(root)
    assert first
    assert state(root) == first


def put(root: Path, path: str, text: str) -> int:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    return (root / path).write_text(text)


CHANGES: dict[str, Callable[[Path, Callable[..., str]], object]] = {
    "a file is edited": lambda root, _: (root / "src/keel.py").write_text("x = 2\n"),
    "a file comes": lambda root, _: (root / "new.py").write_text(""),
    "a file goes": lambda root, _: (root / "src/keel.py").unlink(),
    "a commit comes": lambda root, git: git(root, "commit", "-q", "--allow-empty", "-m", "Next", day="2025-02-01"),
    "a tag comes": lambda root, git: git(root, "tag", "v1"),
    "a branch comes": lambda root, git: git(root, "branch", "next"),
    "another branch is checked out": lambda root, git: git(root, "checkout", "-q", "-b", "next"),
    "a remote comes": lambda root, git: git(root, "remote", "add", "origin", "https://example.org/a.git"),
    "a file is staged": lambda root, git: (put(root, "ignored/a", ""), git(root, "add", "-f", "ignored/a")),
    "a result is kept": lambda root, _: put(root, ".troth/a.json", "{}"),
    "a document comes that git ignores": lambda root, _: (
        put(root, ".git/info/exclude", "docs\n"),
        put(root, "docs/SECURITY.md", "x"),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_a_check_sees_changes_it(
    root: Path, git: Callable[..., str], change: Callable[[Path, Callable[..., str]], object]
) -> None:
    before = state(root)
    change(root, git)
    assert state(root) not in ("", before)


def test_what_a_link_leads_to_counts(root: Path) -> None:
    (root / "ignored").mkdir()
    (root / "ignored/real.md").write_text("one")
    (root / "link.md").symlink_to("ignored/real.md")
    before = state(root)
    (root / "ignored/real.md").write_text("other")
    assert state(root) != before


def test_what_git_ignores_does_not_count(root: Path) -> None:
    before = state(root)
    (root / "ignored").mkdir()
    (root / "ignored/build.o").write_text("x")
    assert state(root) == before


def test_two_places_are_two_and_no_checkout_is_none(root: Path, git_tree: GitTree, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/a").write_text("")
    assert state(tmp_path / "plain") == ""
    (root / "src/SECURITY.md").write_text("")
    assert state(root / "src") != state(root)


LINKED: dict[str, Callable[[Path, Callable[..., str]], object]] = {
    "the remote is another": lambda root, git: git(root, "remote", "set-url", "origin", "https://example.org/b.git"),
    "older commits are fetched": lambda root, git: git(root, "fetch", "-q", "--unshallow"),
}


@pytest.mark.parametrize("change", LINKED.values(), ids=LINKED)
def test_a_linked_work_tree_shares_what_its_repository_has(
    root: Path, git: Callable[..., str], tmp_path: Path, change: Callable[[Path, Callable[..., str]], object]
) -> None:
    git(root, "commit", "-q", "--allow-empty", "-m", "Next", day="2025-02-01")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    git(tmp_path / "shallow", "worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    before = state(tmp_path / "linked")
    assert before
    assert state(tmp_path / "linked") == before
    change(tmp_path / "linked", git)
    assert state(tmp_path / "linked") not in ("", before)
