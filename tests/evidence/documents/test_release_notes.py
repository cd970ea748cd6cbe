"""What do files of release notes name, and of which releases do they tell?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.terms.seen.own_advisories import NotesFile
from troth.terms.wants import ReleaseNotes

CHANGELOG = """\
# Changelog

## [1.4.2] - 2026-03-01

### Security: Files of others can be read (x_harbour-2026-0001, CVE-2026-0001)

## 1.4.1

- Faster by 2.5 percent.
"""
UNDERLINED = """\
Version 1.4.2
=============

* Fixes GHSA-2222-3333-4444.

Version 1.4.1
-------------

* Faster.
"""


def read(tree: Callable[..., Repository], files: dict[str, str]) -> tuple[NotesFile, ...]:
    scene = Scene(repository=tree(files), at=date(2026, 6, 1))
    return gather(scene, [ReleaseNotes()])[ReleaseNotes()].found


def test_names_with_their_lines_and_releases_with_what_they_speak_of(tree: Callable[..., Repository]) -> None:
    (file,) = read(tree, {"CHANGELOG.md": CHANGELOG})
    assert [(name, span.line) for name, span in file.named] == [("x_harbour-2026-0001", 5), ("CVE-2026-0001", 5)]
    assert [(one.version, one.security) for one in file.sections] == [("1.4.2", True), ("1.4.1", False)]


def test_headings_that_are_underlined(tree: Callable[..., Repository]) -> None:
    (file,) = read(tree, {"docs/NEWS.rst": UNDERLINED})
    assert [name for name, _ in file.named] == ["GHSA-2222-3333-4444"]
    assert [(one.version, one.security) for one in file.sections] == [("1.4.2", True), ("1.4.1", False)]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("CHANGES.txt", True), ("docs/release-notes/1.4.md", True), ("changelog/1.4.2.md", True),
        ("RELEASE_NOTES.md", True), ("tests/data/CHANGELOG.md", False), ("CHANGELOG.png", False),
        ("docs/changing.md", False),
    ],
)  # fmt: skip
def test_where_they_stand(tree: Callable[..., Repository], path: str, is_one: bool) -> None:
    assert bool(read(tree, {path: CHANGELOG})) is is_one
