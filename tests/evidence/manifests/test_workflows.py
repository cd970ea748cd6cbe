"""What workflows and composite actions use and set up."""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.manifests import workflows
from troth.evidence.repository import Repository

SHA = "0123456789012345678901234567890123456789"
TEXT = f"""\
on: push
env:
  GO: "1.23"
jobs:
  build:
    strategy:
      matrix:
        python: ["3.10", 3.11]
        include:
          - python: "3.12"
    container: golang:1.22
    services:
      db: {{image: "postgres:16"}}
    steps:
      - uses: actions/checkout@{SHA} # v4
      - uses: ./.github/actions/own
      - uses: docker://example.org/tool:1@sha256:{"b" * 64}
      - uses: actions/setup-go@v5
        with:
          go-version: ${{{{ env.GO }}}}
      - uses: actions/setup-python@v5
        with:
          python-version: ${{{{ matrix.python }}}}
      - uses: actions/setup-node@v4
        with:
          node-version: |
            18
            20
      - uses: actions/setup-go@v5
        with:
          go-version-file: go.mod
      - uses: dtolnay/rust-toolchain@1.75.0
      - uses: actions/setup-node@main
        with: {{node-version: "${{{{ vars.NODE }}}}"}}
      - run: "echo uses: not/this@v1"
  call:
    uses: harbour/flows/.github/workflows/x.yml@v1
"""


def test_uses(tree: Callable[..., Repository]) -> None:
    found = workflows.read(tree({".github/workflows/a.yml": TEXT}), ".github/workflows/a.yml").requirements
    assert [(r.span.line, r.ecosystem, r.name, r.constraint, r.hashed, r.source) for r in found] == [
        (11, "docker", "golang", "1.22", False, "index"),
        (13, "docker", "postgres", "16", False, "index"),
        (15, "github-actions", "actions/checkout", SHA, True, "index"),
        (16, "github-actions", "./.github/actions/own", "", False, "path"),
        (17, "docker", "example.org/tool", "1", True, "index"),
        (18, "github-actions", "actions/setup-go", "v5", False, "index"),
        (21, "github-actions", "actions/setup-python", "v5", False, "index"),
        (24, "github-actions", "actions/setup-node", "v4", False, "index"),
        (29, "github-actions", "actions/setup-go", "v5", False, "index"),
        (32, "github-actions", "dtolnay/rust-toolchain", "1.75.0", False, "index"),
        (33, "github-actions", "actions/setup-node", "main", False, "index"),
        (37, "github-actions", "harbour/flows/.github/workflows/x.yml", "v1", False, "index"),
    ]


def test_set_up_versions(tree: Callable[..., Repository]) -> None:
    found = workflows.read(tree({".github/workflows/a.yml": TEXT}), ".github/workflows/a.yml").toolchains
    assert [(t.language, t.version, t.span.line, t.origin, t.variable) for t in found] == [
        ("go", "1.22", 11, "ci-image", False),
        ("go", "1.23", 3, "setup-action", False),
        ("python", "3.10", 8, "setup-action", False),
        ("python", "3.11", 8, "setup-action", False),
        ("python", "3.12", 10, "setup-action", False),
        ("node", "18", 26, "setup-action", False),
        ("node", "20", 26, "setup-action", False),
        ("rust", "1.75.0", 32, "setup-action", False),
        ("node", "${{ vars.NODE }}", 34, "setup-action", True),
    ]
    assert not any(toolchain.primary for toolchain in found)


def test_composite_actions_and_files_that_github_never_reads(tree: Callable[..., Repository]) -> None:
    action = "runs:\n  using: composite\n  steps:\n    - uses: a/b@v1\n"
    flow = "jobs:\n  x:\n    uses: a/b/c.yml@v1\n"
    repo = tree(
        {"own/action.yml": action, ".github/workflows/deep/x.yml": flow, "deploy/.github/workflows/y.yml": flow}
    )
    read = workflows.READER.read
    assert [r.name for r in read(repo, "own/action.yml").requirements] == ["a/b"]
    assert read(repo, ".github/workflows/deep/x.yml").requirements == ()
    assert read(repo, "deploy/.github/workflows/y.yml").requirements == ()
