"""What git remembers of small real checkouts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import history
from troth.evidence.repository import Repository

TODAY = date(2025, 6, 1)
Make = Callable[..., Repository]
THREE = [
    ("2025-01-01", {"a": "1"}, ("v1.0.0", "notes")),
    ("2025-03-01", {"a": "2"}, ("v1.1.0-rc.1", "ferry-2.0.1!")),
    ("2025-05-01", {"a": "3"}, ("v1.10.0!", "v1.9.0")),
]


def test_past(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE)
    found = history.past(repo, TODAY).found[0]
    assert (found.newest, found.branch, found.shallow) == (date(2025, 5, 1), "main", False)
    assert found.commit == git(repo.root, "rev-parse", "HEAD").strip()
    assert history.past(repo, date(2025, 3, 1)).found[0].newest == date(2025, 3, 1)
    assert history.past(repo, date(2024, 3, 1)).gaps[0].reason == "none is as old as 2024-03-01"


def test_grafts_change_no_past(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE)
    grafts = repo.root / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(git(repo.root, "rev-parse", "HEAD"))
    assert len(git(repo.root, "rev-list", "HEAD").split()) == 1
    assert len(history.releases(repo, TODAY).found) == 5


def test_a_detached_checkout_has_no_branch(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE)
    git(repo.root, "checkout", "-q", "--detach", "HEAD~1")
    found = history.past(repo, TODAY).found[0]
    assert (found.branch, found.newest) == ("", date(2025, 3, 1))
    assert [release.tag for release in history.releases(repo, TODAY).found] == ["ferry-2.0.1", "v1.1.0-rc.1", "v1.0.0"]


def test_releases_are_those_of_the_past(git_tree: Make) -> None:
    repo = git_tree(THREE)
    found = history.releases(repo, TODAY).found
    assert [(r.tag, r.version, r.package, r.prerelease) for r in found] == [
        ("ferry-2.0.1", "2.0.1", "ferry", False),
        ("v1.10.0", "1.10.0", "", False),
        ("v1.9.0", "1.9.0", "", False),
        ("v1.1.0-rc.1", "1.1.0-rc.1", "", True),
        ("v1.0.0", "1.0.0", "", False),
    ]
    assert (found[1].span.path, found[1].at) == ("tag:v1.10.0", date(2025, 5, 1))
    assert [r.tag for r in history.releases(repo, date(2025, 1, 31)).found] == ["v1.0.0"]


def test_the_package_that_is_named_as_the_repository_is_the_project(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE)
    git(repo.root, "remote", "add", "origin", "https://github.com/harbour/Ferry.git")
    assert {r.package for r in history.releases(repo, TODAY).found} == {""}


def test_a_late_tag_on_an_old_commit_is_young(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE[:1])
    git(repo.root, "tag", "-a", "-m", "late", "v3.0.0", day="2025-09-01")
    assert [r.tag for r in history.releases(repo, TODAY).found] == ["v1.0.0"]
    assert [r.tag for r in history.releases(repo, date(2025, 9, 1)).found] == ["v3.0.0", "v1.0.0"]


def test_tags_that_are_not_merged_do_not_count(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE)
    git(repo.root, "checkout", "-q", "-b", "side")
    git(repo.root, "commit", "-q", "--allow-empty", "-m", "aside", day="2025-05-02")
    git(repo.root, "tag", "v7.0.0")
    git(repo.root, "checkout", "-q", "main")
    assert "v7.0.0" not in [r.tag for r in history.releases(repo, TODAY).found]
    assert [r.tag for r in history.releases_elsewhere(repo, TODAY).found] == ["v7.0.0"]
    assert not history.releases_elsewhere(repo, date(2025, 5, 1)).found


def test_branches_with_the_default_first(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE, branch="master")
    git(repo.root, "branch", "abc")
    assert history.branches(repo).found == ("master", "abc")
    git(repo.root, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    git(repo.root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert history.branches(repo).found == ("trunk", "abc", "master")
    assert history.default_branch(repo) == "trunk"


def test_no_usual_branch_no_default(git_tree: Make) -> None:
    repo = git_tree(THREE, branch="odd")
    assert history.default_branch(repo) == ""
    assert history.branches(repo).found == ("odd",)


def test_a_shallow_clone_says_so(git_tree: Make, git: Callable[..., str]) -> None:
    repo = git_tree(THREE)
    git(repo.root.parent, "clone", "-q", "--depth", "1", f"file://{repo.root}", "shallow")
    shallow = Repository(repo.root.parent / "shallow")
    assert history.past(shallow, TODAY).found[0].shallow
    assert [gap.reason for gap in history.releases(shallow, TODAY).gaps] == ["shallow clone"]
    assert [gap.reason for gap in history.branches(shallow).gaps] == ["shallow clone"]


def test_without_git_there_are_gaps(tree: Make) -> None:
    repo = tree({"a": ""})
    for answer in (history.past(repo, TODAY), history.releases(repo, TODAY), history.branches(repo)):
        assert (answer.found, [gap.reason for gap in answer.gaps]) == ((), [history.NO_GIT])
    assert history.default_branch(repo) == ""


def test_a_checkout_without_a_commit(git_tree: Make) -> None:
    repo = git_tree([])
    assert history.past(repo, TODAY).gaps[0].reason == "no commit yet"
    assert history.releases(repo, TODAY).found == ()
    assert history.branches(repo).found == ()


@pytest.mark.parametrize("how", ["corrupt", "gone", "circle", "packed"])
def test_a_head_that_cannot_be_read_is_no_young_checkout(git_tree: Make, git: Callable[..., str], how: str) -> None:
    repo = git_tree(THREE)
    inside = repo.root / ".git"
    name = git(repo.root, "rev-parse", "HEAD").strip()
    commit = inside / "objects" / name[:2] / name[2:]
    commit.chmod(0o644)
    if how == "corrupt":
        commit.write_bytes(b"salt water")
    elif how == "gone":
        commit.unlink()
    elif how == "circle":
        (inside / "refs/heads/main").write_text("ref: refs/heads/main\n")
    else:
        (inside / "packed-refs").write_text("salt water\n")
    assert history.past(repo, TODAY).gaps[0].reason == history.UNREADABLE


def test_a_checkout_that_leaves_a_question_unanswered_is_asked_no_more(
    git_tree: Make, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, other = git_tree(THREE), git_tree(THREE)
    name = git(repo.root, "rev-parse", "HEAD").strip()
    commit = repo.root / ".git" / "objects" / name[:2] / name[2:]
    commit.unlink()
    os.mkfifo(commit)
    monkeypatch.setattr("troth.evidence.git.TIMEOUT", 1.0)
    begin = time.monotonic()
    reasons = {gap.reason for _ in range(5) for gap in history.past(repo, TODAY).gaps}
    reasons |= {gap.reason for gap in history.releases(repo, TODAY).gaps}
    assert time.monotonic() - begin < 3
    assert reasons == {"git gave no answer within 1 s and was not asked again"}
    assert history.past(other, TODAY).found
    monkeypatch.setattr("troth.evidence.git.REST", 0.0)
    monkeypatch.setattr("troth.evidence.git._SILENT", {})
    assert history.past(repo, TODAY).gaps
    commit.unlink()
    assert history.past(repo, TODAY).gaps[0].reason == history.UNREADABLE  # after a rest it is asked again


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("v1.2.3", ("", "1.2.3", False)),
        ("1.2.3", ("", "1.2.3", False)),
        ("v1", ("", "1", False)),
        ("ferry-1.2.3", ("ferry", "1.2.3", False)),
        ("ferry/v1.2.3", ("ferry", "1.2.3", False)),
        ("cmd/ferry/v0.3.0", ("cmd/ferry", "0.3.0", False)),
        ("@harbour/ferry@1.2.3", ("@harbour/ferry", "1.2.3", False)),
        ("ferry-v2-1.2.3", ("ferry-v2", "1.2.3", False)),
        ("release-1.2", ("", "1.2", False)),
        ("release/1.2.0", ("", "1.2.0", False)),
        ("stable-v1.0.1", ("", "1.0.1", False)),
        ("REL_1_2_3", ("", "1.2.3", False)),
        ("R1.4", ("", "1.4", False)),
        ("v1.0.0-beta.2", ("", "1.0.0-beta.2", True)),
        ("1.0rc1", ("", "1.0rc1", True)),
        ("2.0.0-pilot.1", ("", "2.0.0-pilot.1", True)),
        ("1.0.Final", ("", "1.0.Final", False)),
        ("v1.0.0+build.7", ("", "1.0.0+build.7", False)),
        ("2024.05.01", ("", "2024.05.01", False)),
        ("2024-05-01", ("", "2024.05.01", False)),
        ("nightly-2024-05-01", ("", "2024.05.01", True)),
        ("20240501", ("", "20240501", False)),
        ("sbom-latest", None),
        ("build-123", None),
        ("py3", None),
        ("latest", None),
        ("", None),
    ],
)
def test_shapes_of_tags(tag: str, read: tuple[str, str, bool] | None) -> None:
    assert history.version_of_tag(tag) == read


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("v0123456789._-+/@rcabz"), max_size=60))
def test_any_tag_is_read_or_is_not(tag: str) -> None:
    read = history.version_of_tag(tag)
    assert read is None or read[1][0].isdigit()
