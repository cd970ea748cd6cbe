from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from troth.evidence.repository import Repository
from troth.evidence.sentences import age
from troth.terms.wants import SentenceAges

GitTree = Callable[..., Repository]
SECOND = SentenceAges(document="SECURITY.md", line=2)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def test_the_commit_that_wrote_the_line_counts(git_tree: GitTree) -> None:
    tree = git_tree(
        (
            ("2025-01-01", {"SECURITY.md": "# Security\nFixed within 24 hours.\n"}, ()),
            ("2025-02-01", {"SECURITY.md": "# Security policy\n  Fixed within 24 hours.\nMore.\n"}, ()),
        )
    )
    assert age(tree, SECOND).found == (noon("2025-01-01"),)  # white space is no new promise
    assert age(tree, SentenceAges(document="SECURITY.md", line=3)).found == (noon("2025-02-01"),)


def test_a_moved_line_stays_as_old_as_it_is(git_tree: GitTree) -> None:
    body = "We answer every report that reaches us.\nCritical ones are fixed within 24 hours, always.\n"
    tree = git_tree(
        (
            ("2025-01-01", {"SECURITY.md": f"{body}Other words stand here too.\n"}, ()),
            ("2025-02-01", {"SECURITY.md": f"Other words stand here too.\n{body}"}, ()),
        )
    )
    assert age(tree, SentenceAges(document="SECURITY.md", line=3)).found == (noon("2025-01-01"),)


def test_what_is_not_committed_is_a_gap(git_tree: GitTree, tmp_path: Path) -> None:
    tree = git_tree((("2025-01-01", {"SECURITY.md": "# Security\nOld.\n"}, ()),))
    (tree.root / "SECURITY.md").write_text("# Security\nNew.\nMore.\n")
    (tree.root / "OTHER.md").write_text("One\nTwo\n")
    edited = Repository(tree.root)
    for want in (
        SECOND,
        SentenceAges(document="SECURITY.md", line=3),
        SentenceAges(document="SECURITY.md", line=9),
        SentenceAges(document="OTHER.md", line=1),
        SentenceAges(document="../SECURITY.md", line=1),
        SentenceAges(document="--contents=SECURITY.md", line=1),
    ):
        answer = age(edited, want)
        assert answer.found == ()
        assert len(answer.gaps) == 1
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "SECURITY.md").write_text("# Security\nOld.\n")
    assert age(Repository(tmp_path / "plain"), SECOND).gaps


def test_no_program_that_the_checkout_configures_is_started(git_tree: GitTree, tmp_path: Path) -> None:
    files = {"SECURITY.md": "# Security\nAll commits are signed.\n", ".gitattributes": "* diff=evil filter=evil\n"}
    tree = git_tree((("2025-01-01", files, ()),))
    trap, mark = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    trap.chmod(0o755)
    with (tree.root / ".git/config").open("a") as config:
        config.write(f'[diff "evil"]\n\ttextconv = {trap}\n\tcommand = {trap}\n')
        config.write(f'[filter "evil"]\n\tclean = {trap}\n\tsmudge = {trap}\n\tprocess = {trap}\n\trequired = true\n')
    assert age(Repository(tree.root), SECOND).found == (noon("2025-01-01"),)
    assert not mark.exists()


def test_an_age_that_git_cannot_tell_is_not_told_as_new(git_tree: GitTree, git: Callable[..., str]) -> None:
    tree = git_tree((("2025-01-01", {"SECURITY.md": "# Security\nOld.\n"}, ()),))
    git(tree.root, "config", "blame.ignoreRevsFile", "nothere")
    assert [gap.reason for gap in age(tree, SECOND).gaps] == ["git tells no age of it"]
