"""A revision is written out as it was: nothing of the checkout is executed, nothing comes from later."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troth.evidence.history import branches, past, releases
from troth.evidence.repository import Repository
from troth.evidence.revisions import UnknownRevisionError, moved, revision

Git = Callable[..., str]
Trees = Callable[..., Repository]
COMMITS = (
    ("2026-01-01", {"SECURITY.md": "# One\n", "src/a.py": "x = 1\n", "old.md": "a\nb\nc\n"}, ("v1.0!",)),
    ("2026-02-01", {"SECURITY.md": "# Two\n"}, ("v1.1",)),
    ("2026-03-01", {"SECURITY.md": "# Three\n"}, ("v2.0!",)),
)


@pytest.fixture
def root(git_tree: Trees) -> Path:
    return git_tree(COMMITS).root


def test_files_history_and_tags_are_those_of_the_revision(root: Path) -> None:
    with revision(root, "HEAD~1") as old:
        repository = Repository(old.top)
        assert repository.text("SECURITY.md") == "# Two\n"
        assert repository.checkout == old.top
        assert old.top.name == root.name
        (history,) = past(repository, at()).found
        assert (history.commit, str(history.newest), history.branch) == (old.commit, "2026-02-01", "main")
        assert [one.tag for one in releases(repository, at()).found] == ["v1.1", "v1.0"]
    assert not old.top.exists()


def at() -> date:

    return date(2026, 11, 26)


def test_branches_keep_their_names_and_hold_nothing_of_later(root: Path, git: Git) -> None:
    git(root, "branch", "later")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    with revision(root, "v1.0") as old:
        assert branches(Repository(old.top)).found == ("main", "later")
        told = git(old.top, "rev-list", "--all")
        assert told.split() == [old.commit]


@pytest.mark.parametrize("named", ["HEAD", "main", "v1.1", "HEAD~2", "v1.0^{commit}", "v1.0^{}"])
def test_whatever_names_a_commit(root: Path, git: Git, named: str) -> None:
    with revision(root, named) as old:
        assert old.commit == git(root, "rev-parse", f"{named}^{{commit}}").strip()


@pytest.mark.parametrize(
    "named", ["nowhere", "", "--output=x", "-h", "a b", "HEAD~9", "HEAD:SECURITY.md", "\n", "...", "HEAD\0"]
)
def test_what_names_none_is_refused(root: Path, named: str) -> None:
    with pytest.raises(UnknownRevisionError), revision(root, named):
        pass
    assert not list(root.glob("x"))


def test_three_dots_are_where_the_branch_left(root: Path, git: Git) -> None:
    git(root, "branch", "other", "HEAD~1")
    git(root, "checkout", "-q", "other")
    git(root, "commit", "-q", "--allow-empty", "-m", "aside")
    with revision(root, "main...") as old:
        assert old.commit == git(root, "rev-parse", "main~1").strip()


def test_nothing_of_the_checkout_is_executed(root: Path, git: Git, tmp_path: Path) -> None:
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    evil.chmod(0o755)
    (root / ".gitattributes").write_text("*.md filter=evil diff=evil\n*.py text eol=crlf\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "attributes")
    for name in ("filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "core.fsmonitor", "diff.evil.command",
                 "diff.evil.textconv", "core.sshCommand", "uploadpack.packObjectsHook", "core.pager"):  # fmt: skip
        git(root, "config", name, str(evil))
    git(root, "config", "filter.evil.required", "true")
    git(root, "config", "core.hooksPath", str(tmp_path))
    hooks = root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(evil.read_text())
        (hooks / name).chmod(0o755)
    with revision(root, "HEAD") as old:
        assert (old.top / "SECURITY.md").read_text() == "# Three\n"
        assert moved(root, old.commit) == {}
    assert not (tmp_path / "ran").exists()


def test_the_checkout_is_left_as_it_was(root: Path, git: Git) -> None:
    def state() -> list[str]:
        return [
            git(root, "status", "--porcelain"),
            git(root, "for-each-ref"),
            git(root, "count-objects", "-v"),
            git(root, "worktree", "list"),
        ]

    before = state()
    with revision(root, "HEAD~2") as old:
        (old.top / "SECURITY.md").write_text("changed")
    assert state() == before


def test_a_shallow_clone_says_what_is_missing(root: Path, tmp_path: Path, git: Git) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", str(clone))
    with revision(clone, "HEAD~1") as old:
        (history,) = past(Repository(old.top), at()).found
        assert history.shallow
    with pytest.raises(UnknownRevisionError) as error, revision(clone, "HEAD~2"):
        pass
    assert "fetch-depth: 0" in error.value.hint


def test_a_submodule_is_written_out_where_the_checkout_has_it(root: Path, git_tree: Trees, git: Git) -> None:
    inner = git_tree((("2026-01-01", {"inner.py": "y = 1\n"}, ()), ("2026-02-01", {"inner.py": "y = 2\n"}, ()))).root
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "lib")
    git(root / "lib", "checkout", "-q", "HEAD~1")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "lib")
    git(root / "lib", "checkout", "-q", "main")
    with revision(root, "HEAD") as old:
        assert (old.top / "lib" / "inner.py").read_text() == "y = 1\n"
        assert Repository(old.top).git_links == ()
    subprocess.run(["rm", "-rf", str(root / "lib")], check=True)
    (root / "lib").mkdir()
    with revision(root, "HEAD") as old:
        assert Repository(old.top).git_links == ("lib",)


def test_a_worktree_is_a_checkout_too(root: Path, tmp_path: Path, git: Git) -> None:
    git(root, "worktree", "add", "-q", str(tmp_path / "tree"), "HEAD~1")
    with revision(tmp_path / "tree", "main") as old:
        assert (old.top / "SECURITY.md").read_text() == "# Three\n"


def test_links_that_lead_out_stay_links_and_no_file_leaves_the_folder(root: Path, git: Git, tmp_path: Path) -> None:
    (root / "out").symlink_to(tmp_path / "elsewhere")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "link")
    with revision(root, "HEAD") as old:
        assert (old.top / "out").is_symlink()
        assert Repository(old.top).text("out") is None
    assert not (tmp_path / "elsewhere").exists()


def test_content_that_both_sides_lack_is_no_obstacle_and_other_is(root: Path, git: Git) -> None:
    name = git(root, "rev-parse", "HEAD:src/a.py").strip()
    (root / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(UnknownRevisionError, match="lacks files"), revision(root, "HEAD"):
        pass
    (root / "src" / "a.py").unlink()
    with revision(root, "HEAD") as old:
        assert (old.top / "SECURITY.md").read_text() == "# Three\n"
        assert "src/a.py" in Repository(old.top).path_set


def test_results_that_an_audit_kept_are_taken_along(root: Path, tmp_path: Path) -> None:
    (root / ".troth" / "results").mkdir(parents=True)
    (root / ".troth" / "results" / "bandit.json").write_text("{}")
    (root / ".troth" / "results" / "link.json").symlink_to(tmp_path)
    with revision(root, "HEAD") as old:
        assert [path.name for path in (old.top / ".troth" / "results").iterdir()] == ["bandit.json"]


def test_renamed_files_are_known(root: Path, git: Git) -> None:
    git(root, "mv", "old.md", "docs.md")
    git(root, "commit", "-q", "-m", "moved")
    assert moved(root, git(root, "rev-parse", "HEAD~1").strip()) == {"docs.md": "old.md"}
