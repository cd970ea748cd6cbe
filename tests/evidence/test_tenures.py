from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence import tenures as module
from troth.evidence.repository import Repository
from troth.evidence.tenures import tenures
from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.span import Span

AT = date(2026, 3, 1)
GLOBS = ("keel.lock",)
GitTree = Callable[..., Repository]


def parse(path: str, data: bytes) -> tuple[Component, ...] | None:
    """Lines of "name version"; anything else cannot be read."""
    found = []
    for number, line in enumerate(data.decode().splitlines(), 1):
        name, _, version = line.partition(" ")
        if not version:
            return None
        found.append(Component(package=package("crates.io", name), version=version, purl="", span=Span(path, number)))
    return tuple(found)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def test_versions_come_and_go(git_tree: GitTree) -> None:
    tree = git_tree(
        (
            ("2025-01-01", {"keel.lock": "mast 1.0\nsail 2.0\n"}, ()),
            ("2025-02-01", {"keel.lock": "sail 2.0\nmast 1.1\n", "README.md": "x\n"}, ()),
            ("2025-03-01", {"README.md": "y\n"}, ()),
        )
    )
    answer = tenures(tree, GLOBS, parse, AT)
    rows = {(one.component.package.name, one.component.version): one for one in answer.found}
    assert rows["mast", "1.0"].since == noon("2025-01-01")
    assert rows["mast", "1.0"].until == rows["mast", "1.1"].since == noon("2025-02-01")
    assert rows["mast", "1.0"].left_by == rows["mast", "1.1"].entered_by
    assert (rows["sail", "2.0"].until, rows["sail", "2.0"].component.span) == (None, Span("keel.lock", 1))
    assert answer.gaps == ()
    assert answer.read == ("keel.lock",)


def test_a_removed_file_ends_everything_and_a_folder_below_counts(git_tree: GitTree, git: Callable[..., str]) -> None:
    tree = git_tree((("2025-01-01", {"a/keel.lock": "mast 1.0\n", "other.lock": "sail 1\n"}, ()),))
    git(tree.root, "rm", "-q", "a/keel.lock", day="2025-02-01")
    git(tree.root, "commit", "-q", "-m", "Gone", day="2025-02-01")
    (one,) = tenures(Repository(tree.root), GLOBS, parse, AT).found
    assert (one.component.span.path, one.until) == ("a/keel.lock", noon("2025-02-01"))


def test_a_clock_that_was_set_back_makes_no_time_run_backwards(git_tree: GitTree) -> None:
    states = (("2025-02-01", "mast 1.0\n"), ("2025-01-01", "mast 1.1\n"), ("2025-03-01", "mast 1.2\n"))
    tree = git_tree(tuple((day, {"keel.lock": text}, ()) for day, text in states))
    found = sorted(tenures(tree, GLOBS, parse, AT).found, key=lambda one: one.component.version)
    assert [one.since for one in found] == [noon("2025-02-01"), noon("2025-02-01"), noon("2025-03-01")]
    assert [one.until for one in found] == [noon("2025-02-01"), noon("2025-03-01"), None]


def test_a_link_is_no_lockfile(git_tree: GitTree, git: Callable[..., str]) -> None:
    tree = git_tree((("2025-01-01", {"keel.lock": "mast 1.0\n"}, ()),))
    (tree.root / "keel.lock").unlink()
    (tree.root / "keel.lock").symlink_to("sail 2.0")  # what git holds of a link is where it leads to
    git(tree.root, "add", "-A", day="2025-02-01")
    git(tree.root, "commit", "-q", "-m", "A link", day="2025-02-01")
    (one,) = tenures(Repository(tree.root), GLOBS, parse, AT).found
    assert one.until == noon("2025-02-01")


def test_what_was_merged_came_with_the_merge(git_tree: GitTree, git: Callable[..., str]) -> None:
    tree = git_tree((("2025-01-01", {"keel.lock": "mast 1.0\n"}, ()),))
    root = tree.root
    git(root, "checkout", "-q", "-b", "side", day="2025-01-02")
    (root / "keel.lock").write_text("mast 1.1\n")
    git(root, "commit", "-q", "-am", "On a branch", day="2025-01-03")
    git(root, "checkout", "-q", "-", day="2025-01-03")
    git(root, "merge", "-q", "--no-ff", "-m", "Merged", "side", day="2025-02-01")
    newest = next(one for one in tenures(Repository(root), GLOBS, parse, AT).found if one.until is None)
    assert newest.since == noon("2025-02-01")


def test_the_future_is_not_seen(git_tree: GitTree) -> None:
    tree = git_tree((("2025-01-01", {"keel.lock": "mast 1.0\n"}, ()), ("2026-06-01", {"keel.lock": "mast 2.0\n"}, ())))
    (one,) = tenures(tree, GLOBS, parse, AT).found
    assert (one.component.version, one.until) == ("1.0", None)


def test_a_state_that_cannot_be_read_is_a_gap_and_changes_nothing(git_tree: GitTree) -> None:
    tree = git_tree(
        (
            ("2025-01-01", {"keel.lock": "mast 1.0\n"}, ()),
            ("2025-02-01", {"keel.lock": "<<<<<<<\n"}, ()),
            ("2025-03-01", {"keel.lock": "mast 1.0\n"}, ()),
        )
    )
    answer = tenures(tree, GLOBS, parse, AT)
    assert [(one.since, one.until) for one in answer.found] == [(noon("2025-01-01"), None)]
    assert "keel.lock as blob" in answer.gaps[0].wanted


def test_links_and_odd_names(git_tree: GitTree, git: Callable[..., str]) -> None:
    tree = git_tree((("2025-01-01", {"keel.lock": "mast 1.0\n", "a\nb/keel.lock": "sail 1.0\n"}, ()),))
    (tree.root / "c").mkdir()
    (tree.root / "c" / "keel.lock").symlink_to("../keel.lock")
    git(tree.root, "add", "-A", day="2025-02-01")
    git(tree.root, "commit", "-q", "-m", "A link", day="2025-02-01")
    found = tenures(Repository(tree.root), GLOBS, parse, AT).found
    assert {one.component.span.path for one in found} == {"keel.lock", "a\nb/keel.lock"}


def test_without_git_and_in_a_folder_of_a_checkout(git_tree: GitTree, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert tenures(Repository(tmp_path / "plain"), GLOBS, parse, AT).gaps[0].wanted == "the history of the lockfiles"
    tree = git_tree((("2025-01-01", {"sub/keel.lock": "mast 1.0\n", "keel.lock": "sail 1.0\n"}, ()),))
    (one,) = tenures(Repository(tree.root / "sub"), GLOBS, parse, AT).found
    assert one.component.span == Span("keel.lock", 1)


def test_a_shallow_clone_says_so(git_tree: GitTree, git: Callable[..., str], tmp_path: Path) -> None:
    tree = git_tree(
        (("2025-01-01", {"keel.lock": "mast 1.0\n"}, ()), ("2025-02-01", {"keel.lock": "mast 1.0\nsail 1.0\n"}, ()))
    )
    git(tree.root, "clone", "-q", "--depth", "1", f"file://{tree.root}", str(tmp_path / "shallow"))
    answer = tenures(Repository(tmp_path / "shallow"), GLOBS, parse, AT)
    assert "shallow clone" in [gap.reason for gap in answer.gaps]
    assert not any(one.known_from_start for one in answer.found)


def test_too_many_changes_are_a_gap(git_tree: GitTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REVISIONS", 1)
    tree = git_tree((("2025-01-01", {"keel.lock": "mast 1.0\n"}, ()), ("2025-02-01", {"keel.lock": "mast 1.1\n"}, ())))
    answer = tenures(tree, GLOBS, parse, AT)
    assert [one.component.version for one in answer.found] == ["1.1"]
    assert "older lockfiles" in [gap.wanted for gap in answer.gaps]


WORDS = st.sampled_from(
    [
        f"\x01{'a' * 40} 1700000000",
        f"\x01{'c' * 40} 99999999999",
        f"\n:100644 100644 {'0' * 40} {'b' * 40} M",
        f":100644 000000 {'b' * 40} {'0' * 40} D",
        "keel.lock",
        "",
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=20))
def test_no_answer_of_git_is_too_odd(words: list[str]) -> None:
    changes = list(module._in_order("\0".join(words)))
    assert [change.at for change in changes] == sorted(change.at for change in changes)
    assert all(change.at.tzinfo is UTC for change in changes)


@given(st.binary())
def test_no_batch_is_too_odd(output: bytes) -> None:
    assert all(content in output for _, content in module._batch(output))
