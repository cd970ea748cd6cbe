"""Signed commits and tags are judged by the objects of git, by what was made since the sentence was written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from controls.golden import RELEASE, SCAN, judge, says, workflow
from troth.controls import control_of
from troth.controls.git_signatures import CONTROL
from troth.evidence.repository import Repository
from troth.terms.activity import Activity
from troth.terms.commitment import Practice
from troth.terms.verdict import Standing

ARMOUR = "-----BEGIN PGP SIGNATURE-----\n\niQHarbour\n-----END PGP SIGNATURE-----"
BROKEN, KEPT, AT_RISK, UNPROVEN = Standing.BROKEN, Standing.KEPT, Standing.AT_RISK, Standing.UNPROVEN


def promise(text: str, *, universal: bool = False) -> Practice:
    return Practice(span=says(text, 1), topic="signing", activity=Activity.SIGNING, universal=universal)


class Harbour:
    """A checkout whose policy was written first; then commits and tags follow, signed by nobody's key or not at all."""

    def __init__(self, text: str, git_tree: Callable[..., Repository], git: Callable[..., str]) -> None:
        self.git = git
        self.root: Path = git_tree([("2026-01-01", {"SECURITY.md": f"{text}\n"}, ())]).root
        self.month = 1

    def commit(self, *, signed: bool) -> None:
        self.month += 1
        day = f"2026-{self.month:02}-01"
        self.git(self.root, "commit", "-q", "--allow-empty", "-m", "Tide", day=day)
        if signed:
            header, _, message = self.git(self.root, "cat-file", "commit", "HEAD").partition("\n\n")
            armour = ARMOUR.replace("\n", "\n ")
            self.git(self.root, "update-ref", "HEAD", self.object("commit", f"{header}\ngpgsig {armour}\n\n{message}"))

    def tag(self, name: str, *, signed: bool, day: str = "") -> None:
        self.git(self.root, "tag", "-a", "-m", "Release", name, day=day or f"2026-{self.month:02}-02")
        if signed:
            raw = self.git(self.root, "cat-file", "tag", name)
            self.git(self.root, "update-ref", f"refs/tags/{name}", self.object("tag", f"{raw}{ARMOUR}\n"))

    def object(self, kind: str, text: str) -> str:
        words = ("git", "hash-object", "-t", kind, "-w", "--stdin")
        done = subprocess.run(words, cwd=self.root, input=text.encode(), capture_output=True, check=True)
        return done.stdout.decode().strip()


@pytest.mark.parametrize(
    ("text", "universal", "made", "standing", "words"),
    [
        ("All commits are signed with GPG.", True, "ss", KEPT, "the newest 2 commits carry a signature; whose it is"),
        ("All commits are signed.", True, "sb", BROKEN, "1 of the newest 2 commits carries no signature"),
        ("Commits are signed.", False, "ssb", AT_RISK, "1 of the newest 3 commits"),
        ("Commits are signed.", False, "bbb", BROKEN, "3 of the newest 3 commits"),
        ("We sign our commits.", False, "", AT_RISK, "made before the sentence"),
        ("Maintainers sign their commits.", False, "sb", UNPROVEN, "says something else"),
        ("Signed commits are required on main.", False, "ss", UNPROVEN, "whether the host asks"),
        ("Commits and release files are signed.", False, "ss", UNPROVEN, "the files beside them"),
        ("Commits and release files are signed.", False, "bb", BROKEN, "no signature"),
        ("Merge commits are signed.", False, "bb", UNPROVEN, "no commit is here"),
        ("Commits must be signed off under the DCO.", False, "bb", UNPROVEN, "whether the host asks"),
        ("Release files are signed before a commit is tagged.", False, "bb", UNPROVEN, "says something else"),
    ],
)
def test_commits(
    git_tree: Callable[..., Repository],
    git: Callable[..., str],
    text: str,
    made: str,
    standing: Standing,
    words: str,
    *,
    universal: bool,
) -> None:
    harbour = Harbour(text, git_tree, git)
    for mark in made:
        harbour.commit(signed=mark == "s")
    verdict = judge(CONTROL, promise(text, universal=universal), Repository(harbour.root))
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason


@pytest.mark.parametrize(
    ("text", "universal", "tags", "standing", "words"),
    [
        ("Release tags are signed.", False, "ss", KEPT, "the newest 2 release tags carry a signature"),
        ("Release tags are signed.", False, "sb", AT_RISK, "1 of the newest 2"),
        ("Release tags are signed.", False, "b", BROKEN, "the newest release tag carries no signature"),
        ("All tags are signed.", True, "sb", BROKEN, "no signature"),
        ("Each release has a signed git tag.", True, "s", KEPT, "carries a signature"),
        ("Release tags are signed.", False, "", UNPROVEN, "no release tag"),
        ("Container images and their tags are signed.", False, "b", UNPROVEN, "says something else"),
        (
            "Images are signed on each tag, and release tags are pushed by people.",
            False,
            "b",
            UNPROVEN,
            "says something else",
        ),
        ("Since 2.0 all tags are signed.", True, "b", UNPROVEN, "says something else"),
        ("Release tags are signed with PGP.", False, "s", KEPT, "carries a signature"),
        ("Release tags are signed with SSH keys.", False, "s", AT_RISK, "another kind"),
    ],
)
def test_tags(
    git_tree: Callable[..., Repository],
    git: Callable[..., str],
    text: str,
    tags: str,
    standing: Standing,
    words: str,
    *,
    universal: bool,
) -> None:
    harbour = Harbour(text, git_tree, git)
    for number, mark in enumerate(tags):
        harbour.commit(signed=False)
        harbour.tag(f"v1.{number}.0", signed=mark == "s")
    verdict = judge(CONTROL, promise(text, universal=universal), Repository(harbour.root))
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason


@pytest.mark.parametrize(("newest", "standing"), [(True, KEPT), (False, AT_RISK)])
def test_before_the_sentence_the_newest_tag_speaks(
    git_tree: Callable[..., Repository], git: Callable[..., str], *, newest: bool, standing: Standing
) -> None:
    harbour = Harbour("Release tags are signed.", git_tree, git)
    harbour.tag("v1.0.0", signed=False, day="2025-01-01")
    harbour.tag("v1.1.0", signed=newest, day="2025-06-01")
    assert judge(CONTROL, promise("Release tags are signed."), Repository(harbour.root)).standing is standing


def test_every_tag_means_those_of_before_too(git_tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    harbour = Harbour("Every tag is signed.", git_tree, git)
    harbour.tag("v1.0.0", signed=False, day="2025-01-01")
    harbour.tag("v1.1.0", signed=True, day="2026-06-01")
    verdict = judge(CONTROL, promise("Every tag is signed.", universal=True), Repository(harbour.root))
    assert (verdict.standing, "before the sentence" in verdict.reason) == (AT_RISK, True)


@pytest.mark.parametrize(
    ("text", "its"),
    [
        ("Release tags are signed.", True),
        ("Release tarballs are signed with GPG on every tag.", False),
        ("Image tags are signed.", False),
        ("Releases are signed.", False),
    ],
)
def test_what_it_judges(text: str, *, its: bool) -> None:
    assert (control_of(promise(text)) is CONTROL) is its


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "None of our commits are signed.",
        "Not all commits are signed.",
        "Our commits are rarely signed.",
        "Commits are never signed.",
        "We sign neither tags nor commits.",
        "Few of our tags are signed.",
        "Every release commit is signed.",
        "All commits on the stable branch are signed.",
        "Commits on all branches are signed.",
        "All commits by bots are signed.",
        "All stable release tags are signed.",
        "Every commit since 2020 is signed.",
        "All commits must be signed before 2027.",
        "Only signed commits are deployed.",
        "Every commit is linked to a signed agreement.",
        "Each tag produces signed packages.",
        "All harbour commits are signed.",
        "All of our repositories have signed commits.",
        "Release tags are signed by two maintainers.",
        "Release tags are signed with the maintainers' GPG keys.",
        "All commits are signed, except those of the ferry.",
    ],
)
def test_a_word_more_than_the_plain_sentence_is_unproven(
    git_tree: Callable[..., Repository], git: Callable[..., str], text: str, *, signed: bool
) -> None:
    harbour = Harbour(text, git_tree, git)
    harbour.commit(signed=signed)
    harbour.tag("v1.0.0", signed=signed)
    verdict = judge(CONTROL, promise(text, universal=True), Repository(harbour.root))
    assert verdict.standing is UNPROVEN, verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "All of our commits are signed",
        "We sign all commits and tags.",
        "Our **tags** and commits are always GPG-signed.",
        "All commits in this repository are cryptographically signed with a PGP key.",
    ],
)
def test_plain_sentences(git_tree: Callable[..., Repository], git: Callable[..., str], text: str) -> None:
    for signed, standing in ((True, KEPT), (False, BROKEN)):
        harbour = Harbour(text, git_tree, git)
        harbour.commit(signed=signed)
        harbour.tag("v1.0.0", signed=signed)
        verdict = judge(CONTROL, promise(text, universal=True), Repository(harbour.root))
        assert verdict.standing is standing, verdict.reason


@pytest.mark.parametrize(
    ("text", "universal", "tag", "standing"),
    [
        ("Release tags are signed.", False, "v1.1.0-rc.1", KEPT),
        ("All release tags are signed.", True, "v1.1.0-rc.1", UNPROVEN),
        ("All release tags are signed.", True, "v2.0", BROKEN),
    ],
)
def test_which_tags_are_meant(
    git_tree: Callable[..., Repository],
    git: Callable[..., str],
    text: str,
    tag: str,
    standing: Standing,
    *,
    universal: bool,
) -> None:
    harbour = Harbour(text, git_tree, git)
    harbour.tag("v1.0.0", signed=True, day="2026-02-01")
    harbour.tag(tag, signed=False, day="2026-03-01")
    verdict = judge(CONTROL, promise(text, universal=universal), Repository(harbour.root))
    assert verdict.standing is standing, verdict.reason


def test_tags_of_a_shallow_clone_are_unproven(
    git_tree: Callable[..., Repository], git: Callable[..., str], tmp_path: Path
) -> None:
    harbour = Harbour("All tags are signed.", git_tree, git)
    harbour.commit(signed=False)
    harbour.tag("v1.0.0", signed=True)
    git(harbour.root, "clone", "-q", "--depth", "1", f"file://{harbour.root}", str(tmp_path / "shallow"))
    verdict = judge(CONTROL, promise("All tags are signed.", universal=True), Repository(tmp_path / "shallow"))
    assert (verdict.standing, verdict.gaps != ()) == (UNPROVEN, True)


@pytest.mark.parametrize(
    "text",
    [
        "All commits are signed with GPG.",
        "Git tags are signed with GPG.",
        "All tags are signed.",
        "Every commit on main is signed.",
        "Commits and release files are signed with GPG.",
    ],
)
def test_a_step_that_signs_files_proves_nothing_of_commits_and_tags(
    text: str, git_tree: Callable[..., Repository]
) -> None:
    files = {"SECURITY.md": f"{text}\n", SCAN: workflow(RELEASE, "gpg --detach-sign --armor dist/ferry.tgz")}
    said = promise(text, universal=True)
    control = control_of(said)
    assert control is not None
    verdict = judge(control, said, git_tree([("2026-01-01", files, ("v1.0.0",))]))
    assert verdict.standing is not KEPT, verdict.reason
    assert not any(fact.span.path == SCAN for fact in verdict.because), verdict.because
