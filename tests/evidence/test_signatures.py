"""Signatures of tags and commits, read from objects that git holds; nothing is verified."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.signatures import signatures
from troth.terms.wants import Signatures

ARMOUR = "-----BEGIN {0}-----\n\niQHarbour\n-----END {0}-----"


def written(root: Path, kind: str, text: str) -> str:
    """The name of an object of git that is made of ``text``."""
    done = subprocess.run(
        ("git", "hash-object", "-t", kind, "-w", "--stdin"),
        cwd=root,
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def signed_commit(root: Path, git: Callable[..., str], how: str = "PGP SIGNATURE") -> None:
    """The newest commit once more, with a signature that nobody made, as gitformat-signature(5) says it stands."""
    raw = git(root, "cat-file", "commit", "HEAD")
    header, _, message = raw.partition("\n\n")
    armour = ARMOUR.format(how).replace("\n", "\n ")
    name = written(root, "commit", f"{header}\ngpgsig {armour}\n\n{message}")
    git(root, "update-ref", "HEAD", name)


def signed_tag(root: Path, git: Callable[..., str], tag: str, how: str = "PGP SIGNATURE") -> None:
    """The annotated tag ``tag`` once more, with a signature that nobody made."""
    raw = git(root, "cat-file", "tag", tag)
    git(root, "update-ref", f"refs/tags/{tag}", written(root, "tag", f"{raw}{ARMOUR.format(how)}\n"))


def seen(repository: Repository, of: Literal["tags", "commits"], at: date = date(2026, 11, 25)) -> dict[str, bool]:
    answer = signatures(Scene(repository=repository, at=at), Signatures(of=of))
    return {one.name: one.signed for one in answer.found}


def test_tags_carry_a_signature_or_none(git_tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    tags = ("v1.0.0!", "v1.1.0!", "v1.2.0!", "v1.3.0!", "v1!", "berth")
    repository = git_tree([("2026-01-01", {"a": "1"}, tags)])
    signed_tag(repository.root, git, "v1.2.0")
    signed_tag(repository.root, git, "v1.3.0", "SSH SIGNATURE")
    assert seen(repository, "tags") == {"v1.0.0": False, "v1.1.0": False, "v1.2.0": True, "v1.3.0": True, "v1": False}
    assert not seen(repository, "tags", date(2025, 1, 1))


def test_a_light_tag_of_a_signed_commit_is_not_signed(
    git_tree: Callable[..., Repository], git: Callable[..., str]
) -> None:
    repository = git_tree([("2026-01-01", {"a": "1"}, ())])
    signed_commit(repository.root, git)
    git(repository.root, "tag", "v2.0.0")
    git(repository.root, "commit", "-q", "--allow-empty", "-m", "Ebb", day="2026-02-01")
    assert seen(repository, "tags") == {"v2.0.0": False}
    assert sorted(seen(repository, "commits").values()) == [False, True]


def test_a_light_tag_of_what_is_checked_out_is_a_gap(
    git_tree: Callable[..., Repository], git: Callable[..., str]
) -> None:
    repository = git_tree([("2026-01-01", {"a": "1"}, ())])
    git(repository.root, "tag", "v2.0.0")
    answer = signatures(Scene(repository=repository, at=date(2026, 11, 25)), Signatures(of="tags"))
    assert (answer.found, "without its signature" in answer.gaps[0].reason) == ((), True)


def test_a_tag_without_a_tagger_is_a_gap(git_tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    repository = git_tree([("2026-01-01", {"a": "1"}, ())])
    head = git(repository.root, "rev-parse", "HEAD").strip()
    name = written(repository.root, "tag", f"object {head}\ntype commit\ntag v2.0.0\n\nRelease\n")
    git(repository.root, "update-ref", "refs/tags/v2.0.0", name)
    answer = signatures(Scene(repository=repository, at=date(2026, 11, 25)), Signatures(of="tags"))
    assert (answer.found, answer.gaps[0].reason) == ((), "the tag tells none")


def test_which_tags_stand_aside(git_tree: Callable[..., Repository]) -> None:
    tags = ("v1.0.0!", "v1.1.0!", "v1.1.0-rc.1!", "v1!", "v2.0!", "client-v3.0.0!")
    repository = git_tree([("2026-01-01", {"a": "1"}, tags)])
    answer = signatures(Scene(repository=repository, at=date(2026, 11, 25)), Signatures(of="tags"))
    assert {one.name for one in answer.found if not one.aside} == {"v1.0.0", "v1.1.0", "v2.0"}
    repository = git_tree([("2026-01-01", {"a": "1"}, ("ferry-1.0.0!", "ferry-1.1.0!"))])
    answer = signatures(Scene(repository=repository, at=date(2026, 11, 25)), Signatures(of="tags"))
    assert [one.aside for one in answer.found] == [False, False]


def test_only_a_closed_armour_is_a_signature(git_tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    repository = git_tree([("2026-01-01", {"a": "1"}, ("v1.0.0!", "v1.1.0!"))])
    signed_tag(repository.root, git, "v1.0.0", "SSH SIGNATURE")
    raw = git(repository.root, "cat-file", "tag", "v1.1.0")
    bare = written(repository.root, "tag", f"{raw}-----BEGIN SSH SIGNATURE-----\n\nTide\n")
    git(repository.root, "update-ref", "refs/tags/v1.1.0", bare)
    answer = signatures(Scene(repository=repository, at=date(2026, 11, 25)), Signatures(of="tags"))
    assert {one.name: one.form for one in answer.found} == {"v1.0.0": "ssh", "v1.1.0": ""}
    header, _, message = git(repository.root, "cat-file", "commit", "HEAD").partition("\n\n")
    git(repository.root, "update-ref", "HEAD", written(repository.root, "commit", f"{header}\ngpgsig x\n\n{message}"))
    assert list(seen(repository, "commits").values()) == [False]


def test_commits_carry_a_signature_or_none(git_tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    repository = git_tree([("2026-01-01", {"a": "1"}, ()), ("2026-02-01", {"a": "2"}, ())])
    signed_commit(repository.root, git, "SIGNED MESSAGE")
    assert sorted(seen(repository, "commits").values()) == [False, True]
    words = "gpgsig is a word of this message\n\ngpgsig -----BEGIN PGP SIGNATURE-----"
    git(repository.root, "commit", "-q", "--allow-empty", "-m", words, day="2026-03-01")
    assert list(seen(repository, "commits").values()).count(True) == 1


def test_what_git_does_not_hold_is_a_gap(tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    scene = Scene(repository=tree({"a": "1"}), at=date(2026, 11, 25))
    assert signatures(scene, Signatures(of="tags")).gaps
    empty = Scene(repository=git_tree([]), at=date(2026, 11, 25))
    assert not signatures(empty, Signatures(of="commits")).found
