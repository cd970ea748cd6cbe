"""A tag becomes the commit of its own series, known to a file, or stays."""

from __future__ import annotations

import pytest

from remedy.proving import Tree, mend_tree, policy

HEAD = "on: [push]\njobs:\n  scan:\n    runs-on: x\n    steps:\n"
PINNED = f"      - uses: quay/crane@{'a' * 40} # v2.1.0\n"


@pytest.mark.parametrize("tag", ["v3", "v2.2", "main", "v2.1.0-rc1", "${{ inputs.tag }}"])
def test_another_series_stays(tree: Tree, tag: str) -> None:
    text = f"{HEAD}{PINNED}      - uses: quay/crane@{tag}\n"
    files = policy("All GitHub Actions are pinned to full commit SHAs.") | {".github/workflows/a.yml": text}
    found = mend_tree(tree, files, "action-commit")
    assert not found.edits
    assert all("known here: v2.1.0" in one.reason for one in found.unmended)


def test_the_newest_of_the_series(tree: Tree) -> None:
    more = f"      - uses: quay/crane@{'b' * 40} # v2.10.0\n"
    text = f"{HEAD}{PINNED}{more}      - uses: quay/crane@v2\n"
    files = policy("All GitHub Actions are pinned to full commit SHAs.") | {".github/workflows/a.yml": text}
    found = mend_tree(tree, files, "action-commit")
    assert found.edits[0].after == f"{HEAD}{PINNED}{more}      - uses: quay/crane@{'b' * 40} # v2.10.0\n"


def test_commits_that_troth_writes_are_known(tree: Tree) -> None:
    from troth.remedy.ci import data

    name, pinned = next(iter(data.actions().items()))
    text = f"{HEAD}      - uses: {name}@{pinned.version.partition('.')[0]}\n"
    files = policy("All GitHub Actions are pinned to full commit SHAs.") | {".github/workflows/a.yml": text}
    found = mend_tree(tree, files, "action-commit")
    assert f"{name}@{pinned.commit} # {pinned.version}\n" in (found.edits[0].after or "")
