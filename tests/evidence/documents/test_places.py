from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.documents.places import place
from troth.evidence.repository import Repository

FILES = {
    "README.md": "Ferry\n",
    "docs/plan.md": "Plan\n",
    "docs/SECURITY.md": "S\n",
    "docs/our plan.md": "P\n",
    "docs/run/a.md": "A\n",
}


@pytest.mark.parametrize(
    ("document", "target", "kind", "path"),
    [
        ("SECURITY.md", "README.md", "file", "README.md"),
        ("SECURITY.md", "./docs/plan.md#step", "file", "docs/plan.md"),
        ("SECURITY.md", "/docs/plan.md", "file", "docs/plan.md"),
        ("SECURITY.md", "docs/our%20plan.md", "file", "docs/our plan.md"),
        ("SECURITY.md", "docs/plan.md?plain=1", "file", "docs/plan.md"),
        ("SECURITY.md", "docs/run/", "folder", "docs/run"),
        ("SECURITY.md", "docs/plan", "file", "docs/plan.md"),
        ("SECURITY.md", "docs/gone.md", "missing", "docs/gone.md"),
        ("SECURITY.md", "DOCS/plan.md", "file", "docs/plan.md"),
        ("SECURITY.md", "../blob/main/docs/plan.md", "missing", "main/docs/plan.md"),
        ("SECURITY.md", "../security/advisories/new", "missing", "advisories/new"),
        ("SECURITY.md", "../docs/gone.md", "unknown", ""),
        ("SECURITY.md", "../plan.md", "unknown", ""),
        ("docs/SECURITY.md", "../../plan.md", "unknown", ""),
        ("SECURITY.md", "docs/../../plan.md", "unknown", ""),
        ("SECURITY.md", "../docs/README.md", "unknown", ""),
        ("SECURITY.md", "../main/docs/plan.md", "file", "docs/plan.md"),
        ("SECURITY.md", "../../tree/main", "folder", ""),
        ("docs/SECURITY.md", "../docs/plan.md", "file", "docs/plan.md"),
        ("docs/SECURITY.md", "../../docs/guides/gone.md", "unknown", ""),
        ("docs/SECURITY.md", "../docs/guides/gone.md", "missing", "docs/guides/gone.md"),
        ("SECURITY.md", "../../blob/main/docs/plan.md", "file", "docs/plan.md"),
        ("docs/SECURITY.md", "plan.md", "file", "docs/plan.md"),
        ("docs/SECURITY.md", "../README.md", "file", "README.md"),
        ("docs/SECURITY.md", "README.md", "missing", "docs/README.md"),
        ("SECURITY.md", "../../security/advisories/new", "hosted", ""),
        ("SECURITY.md", "../../issues", "hosted", ""),
        ("SECURITY.md", "../../security/policy", "hosted", ""),
        ("docs/SECURITY.md", "../../../security/advisories/new", "hosted", ""),
        ("SECURITY.md", "security/advisories/new", "missing", "security/advisories/new"),
        ("SECURITY.md", "/security/advisories/new", "missing", "security/advisories/new"),
        ("SECURITY.md", "../../../../../etc/passwd", "unknown", ""),
        ("SECURITY.md", "https://harbour-pilots.net/plan", "unknown", ""),
        ("SECURITY.md", "mailto:security@harbour-pilots.net", "unknown", ""),
        ("SECURITY.md", "//harbour-pilots.net/plan", "unknown", ""),
        ("SECURITY.md", "docs/*.md", "unknown", ""),
        ("SECURITY.md", "<path>", "missing", "path"),
        ("SECURITY.md", "", "unknown", ""),
    ],
)  # fmt: skip
def test_where_links_lead(tree: Callable[..., Repository], document: str, target: str, kind: str, path: str) -> None:
    found = place(tree(FILES), document, target)
    assert (found.kind, found.path) == (kind, path)


def test_a_named_path_may_start_at_the_root_where_a_link_may_not(tree: Callable[..., Repository]) -> None:
    repository = tree(FILES)
    assert place(repository, "docs/SECURITY.md", "docs/plan.md").kind == "missing"
    assert place(repository, "SECURITY.md", "docs/plan.md:12").kind == "missing"  # hosts know no such name
    assert place(repository, "SECURITY.md", "docs/plan.md:12", as_link=False).path == "docs/plan.md"
    assert place(repository, "SECURITY.md", "docs/gone.md:12-14", as_link=False).kind == "missing"
    assert place(repository, "docs/SECURITY.md", "docs/plan.md", as_link=False).path == "docs/plan.md"


@pytest.mark.parametrize(
    ("document", "target", "kind", "path"),
    [
        ("docs/run/a.md", "/plan", "file", "docs/plan.md"),
        ("docs/run/a.md", "/plan/", "file", "docs/plan.md"),
        ("docs/run/a.md", "/guides/review", "unknown", ""),
        ("docs/run/a.md", "/guides/review.md", "missing", "guides/review.md"),
        ("docs/run/a.md", "guides/review", "missing", "docs/run/guides/review"),
        ("SECURITY.md", "/guides/review", "missing", "guides/review"),
        (".github/SECURITY.md", "/guides/review", "missing", "guides/review"),
    ],
)
def test_a_site_that_is_built_from_a_folder_has_its_own_root(
    tree: Callable[..., Repository], document: str, target: str, kind: str, path: str
) -> None:
    found = place(tree(FILES), document, target)
    assert (found.kind, found.path) == (kind, path)


@pytest.mark.parametrize(("target", "odd"), [("readme.md", True), ("README.md", False)])
def test_capitals_are_told(tree: Callable[..., Repository], target: str, odd: bool) -> None:
    assert place(tree(FILES), "SECURITY.md", target).odd_case is odd


TARGETS = st.lists(
    st.sampled_from(["..", ".", "docs", "plan.md", "", "security", "%2e%2e", "%00", "#a", "?b", "blob", "é"]),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(TARGETS.map("/".join), st.sampled_from(["SECURITY.md", "docs/SECURITY.md"]))
def test_no_target_leads_out_of_the_tree(tmp_path_factory: object, target: str, document: str) -> None:
    found = place(_shared(tmp_path_factory), document, target, as_link=False)
    if found.kind == "file":
        assert found.path in FILES or found.path == document
    assert ".." not in found.path.split("/")


_trees: list[Repository] = []


def _shared(factory: object) -> Repository:
    if not _trees:
        root = factory.mktemp("tree")  # type: ignore[attr-defined]
        for path, text in FILES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        _trees.append(Repository(root))
    return _trees[0]


def test_a_full_address_of_the_own_project(tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    repository, bare = tree(FILES), tree(FILES)
    git(repository.root, "init", "-q")
    git(repository.root, "remote", "add", "origin", "git@github.com:harbour/tide.git")
    url = "https://github.com/harbour/tide/blob/main"
    assert place(repository, "SECURITY.md", f"{url}/docs/plan.md#step").path == "docs/plan.md"
    assert place(repository, "SECURITY.md", f"{url}/docs/gone.md").kind == "unknown"  # another branch may have it
    assert place(bare, "SECURITY.md", f"{url}/docs/plan.md").kind == "unknown"  # nobody knows whose it is


def test_another_branch_is_another_tree(tree: Callable[..., Repository], git: Callable[..., str]) -> None:
    repository = tree(FILES)
    git(repository.root, "init", "-q", "-b", "quay")
    git(repository.root, "remote", "add", "origin", "git@github.com:harbour/tide.git")
    git(repository.root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    url = "https://github.com/harbour/tide/blob"
    for branch in ("main", "quay", "HEAD"):
        assert place(repository, "SECURITY.md", f"{url}/{branch}/docs/plan.md").path == "docs/plan.md"
        assert place(repository, "SECURITY.md", f"../../blob/{branch}/docs/plan.md").path == "docs/plan.md"
    for branch in ("gh-pages", "next", "master"):
        assert place(repository, "SECURITY.md", f"{url}/{branch}/docs/plan.md").kind == "unknown"
        assert place(repository, "SECURITY.md", f"../../blob/{branch}/docs/plan.md").kind == "unknown"
