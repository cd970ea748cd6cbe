"""A filter that names a folder is widened to what is in it, on every line of the file that says the same."""

from __future__ import annotations

from remedy.proving import Tree, after, mend_tree, policy, turned

WORKFLOW = """\
on:
  push:
    branches: [main]
    paths:
      - harbour/
      - setup.cfg
  pull_request:
    paths: # the same
      - "harbour"
      - setup.cfg
jobs:
  scan:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      - run: bandit -r harbour
"""


def test_both_events(tree: Tree) -> None:
    path = ".github/workflows/a.yml"
    files = policy("We run `bandit` in CI.") | {path: WORKFLOW, "harbour/quay.py": "x = 1\n", "setup.cfg": "\n"}
    found = mend_tree(tree, files, "path-filter")
    assert after(found, path) == WORKFLOW.replace("- harbour/\n", "- harbour/**\n").replace('"harbour"', '"harbour/**"')
    assert turned(found) == [("at_risk", "kept")]


def test_a_filter_on_what_is_not_there_stays(tree: Tree) -> None:
    path = ".github/workflows/a.yml"
    files = policy("We run `bandit` in CI.") | {path: WORKFLOW, "quay/quay.py": "x = 1\n"}
    assert not mend_tree(tree, files, "path-filter").edits
