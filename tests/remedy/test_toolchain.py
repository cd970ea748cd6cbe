"""Older lines are raised to the promised version of a language; newer ones are told."""

from __future__ import annotations

import pytest

from remedy.proving import Tree, after, mend_tree, policy, turned

GO = policy("## Go dependencies", "", "- **Version Strategy**: Use Go 1.23.0 consistently across all modules")


def test_go_directives(tree: Tree) -> None:
    files = GO | {
        "go.mod": "module harbour\n\ngo 1.21 // old\n\nrequire (\n\texample.org/go 1.21.0\n)\n",
        "pilot/go.mod": b"module pilot\r\n\r\ngo 1.22.1\r\n\r\ntoolchain go1.22.3\r\n",
        "go.work": "go 1.21\n\nuse .\n",
        "Dockerfile": "FROM golang:1.21-alpine AS build\nFROM scratch\n",
        ".github/workflows/ci.yml": (
            "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      - uses: actions/setup-go@v5\n"
            '        with:\n          go-version: "1.21"  # here too\n'
        ),
    }
    found = mend_tree(tree, files, "toolchain")
    assert after(found, "go.mod") == "module harbour\n\ngo 1.23.0 // old\n\nrequire (\n\texample.org/go 1.21.0\n)\n"
    assert after(found, "pilot/go.mod") == "module pilot\r\n\r\ngo 1.23.0\r\n\r\ntoolchain go1.23.0\r\n"
    assert after(found, "go.work") == "go 1.23.0\n\nuse .\n"
    assert after(found, "Dockerfile") == "FROM golang:1.23.0-alpine AS build\nFROM scratch\n"
    assert 'go-version: "1.23.0"  # here too\n' in after(found, ".github/workflows/ci.yml")
    assert turned(found) == [("broken", "kept")]


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("go.mod", "module harbour\n\ngo 1.24\n", "lowering it"),
        ("go.mod", "module harbour\n\ngo 1.23.0\n\ntoolchain go1.24.4\n", "lowering it"),
        ("Dockerfile", f"FROM golang:1.21@sha256:{'a' * 64}\n", "cannot be edited"),
        ("Dockerfile", "FROM golang:1.21-alpine3.18\n", "cannot be edited"),
        ("Dockerfile", "ARG GO=1.21\nFROM golang:${GO}\n", "cannot be edited"),
    ],
)
def test_what_is_no_clear_matter_stays(tree: Tree, path: str, text: str, reason: str) -> None:
    files = GO | {"go.mod": "module harbour\n\ngo 1.23.0\n", path: text}
    found = mend_tree(tree, files, "toolchain")
    assert not found.edits
    assert reason in found.unmended[0].reason


def test_a_matrix_stays(tree: Tree) -> None:
    workflow = (
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n"
        "        go: ['1.21', '1.22']\n    steps:\n      - uses: actions/setup-go@v5\n"
        "        with:\n          go-version: ${{ matrix.go }}\n"
    )
    files = GO | {"go.mod": "module harbour\n\ngo 1.23.0\n", ".github/workflows/ci.yml": workflow}
    found = mend_tree(tree, files, "toolchain")
    assert not found.edits
    assert "on purpose" in found.unmended[0].reason


def test_rust(tree: Tree) -> None:
    files = policy("## Rust", "", "- We use Rust 1.80.0 across all crates.") | {
        "rust-toolchain.toml": '[toolchain]\nchannel = "1.75.0"\n',
        "Cargo.toml": '[package]\nname = "quay"\nversion = "0.1.0"\nrust-version = "1.75"\n',
    }
    found = mend_tree(tree, files, "toolchain")
    assert after(found, "rust-toolchain.toml") == '[toolchain]\nchannel = "1.80.0"\n'
    assert 'rust-version = "1.80.0"' in after(found, "Cargo.toml")
    assert turned(found) == [("broken", "kept")]
