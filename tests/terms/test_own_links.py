"""Full addresses of files of the project itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.terms.own_links import in_own_tree

OWN = "github.com/Harbour/tide"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://github.com/harbour/tide/blob/main/docs/plan.md", "/docs/plan.md"),
        ("https://github.com/Harbour/tide/blob/HEAD/docs/plan.md?plain=1#now", "/docs/plan.md#now"),
        ("http://www.github.com/Harbour/tide/tree/develop/docs/", "/docs/"),
        ("https://github.com/Harbour/tide/tree/main", "/"),
        ("https://github.com/Harbour/tide/blob/refs/heads/main/PLAN.md", "/PLAN.md"),
        # no file of this tree
        ("https://github.com/Harbour/tide/blob/v1.2/docs/plan.md", ""),
        ("https://github.com/Harbour/tide/blob/0123abcd/docs/plan.md", ""),
        ("https://github.com/Harbour/tides/blob/main/docs/plan.md", ""),
        ("https://github.com/Pilots/tide/blob/main/docs/plan.md", ""),
        ("https://example.org/github.com/Harbour/tide/blob/main/docs/plan.md", ""),
        ("https://github.com/Harbour/tide/security/advisories/new", ""),
        ("https://github.com/Harbour/tide", ""),
        ("docs/plan.md", ""),
    ],
)
def test_where_in_the_tree_an_address_leads(url: str, path: str) -> None:
    assert in_own_tree(url, OWN) == path
    assert in_own_tree(url, "") == ""


def test_only_some_branches_are_the_tree() -> None:
    url = "https://github.com/Harbour/tide/blob/{}/PLAN.md"
    here = frozenset({"HEAD", "main"})
    assert in_own_tree(url.format("main"), OWN, here) == in_own_tree(url.format("HEAD"), OWN, here) == "/PLAN.md"
    assert in_own_tree(url.format("gh-pages"), OWN, here) == ""


def test_other_hosts() -> None:
    gitlab = "https://git.example.org/harbour/boats/tide/-/blob/main/PLAN.md"
    assert in_own_tree(gitlab, "git.example.org/harbour/boats/tide") == "/PLAN.md"
    assert in_own_tree("https://codeberg.org/harbour/tide/src/branch/main/PLAN.md", "codeberg.org/harbour/tide") == (
        "/PLAN.md"
    )


@given(st.text(max_size=80))
def test_any_text_can_be_asked(url: str) -> None:
    assert in_own_tree(url, OWN) == "" or url.startswith("http")
