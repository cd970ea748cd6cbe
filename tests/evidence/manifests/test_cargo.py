"""Cargo.toml and its workspaces."""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.manifests import cargo, rust_toolchain
from troth.evidence.repository import Repository

ROOT = """\
[workspace]
members = ["ferry"]
[workspace.package]
version = "0.4.0"
rust-version = "1.75"
[workspace.dependencies]
anchor = "1.2"
buoy = { version = "=2.0.1", features = ["x"] }
"""
MEMBER = """\
[package]
name = "ferry"
version.workspace = true
publish = false

[dependencies]
anchor.workspace = true
buoy = { workspace = true, optional = true }
rope = { git = "https://example.org/rope", rev = "0123456789012345678901234567890123456789" }
line = { package = "real-line", version = "0.3" }
knot = { path = "../knot", version = "1" }

[dev-dependencies]
mark = "*"
[build-dependencies]
cc = "1"
[target.'cfg(unix)'.dependencies]
libc = "0.2"
"""


def test_a_member_takes_what_its_workspace_says(tree: Callable[..., Repository]) -> None:
    repo = tree({"Cargo.toml": ROOT, "crates/ferry/Cargo.toml": MEMBER})
    found = cargo.read(repo, "crates/ferry/Cargo.toml")
    assert [(r.span.line, r.name, r.constraint, r.scope, r.source, r.hashed) for r in found.requirements] == [
        (7, "anchor", "1.2", "runtime", "workspace", False),
        (8, "buoy", "=2.0.1", "optional", "workspace", False),
        (9, "rope", "0123456789012345678901234567890123456789", "runtime", "git", True),
        (10, "real-line", "0.3", "runtime", "index", False),
        (11, "knot", "1", "runtime", "path", False),
        (14, "mark", "*", "development", "index", False),
        (16, "cc", "1", "build", "index", False),
        (18, "libc", "0.2", "runtime", "index", False),
    ]
    assert [(v.package, v.version, v.span.line, v.published) for v in found.versions] == [("ferry", "0.4.0", 3, False)]


def test_the_workspace_itself(tree: Callable[..., Repository]) -> None:
    found = cargo.read(tree({"Cargo.toml": ROOT}), "Cargo.toml")
    assert [(r.span.line, r.name, r.source) for r in found.requirements] == [
        (7, "anchor", "index"),
        (8, "buoy", "index"),
    ]
    assert [(t.version, t.span.line, t.origin) for t in found.toolchains] == [("1.75", 5, "rust-version")]
    assert found.versions == ()


def test_both_forms_of_the_toolchain_file(tree: Callable[..., Repository]) -> None:
    repo = tree(
        {
            "rust-toolchain": "1.75.0\n",
            "a/rust-toolchain.toml": '[toolchain]\nchannel = "stable"\n',
            "b/rust-toolchain": "[x",
        }
    )
    old = rust_toolchain.read(repo, "rust-toolchain").toolchains[0]
    new = rust_toolchain.read(repo, "a/rust-toolchain.toml").toolchains[0]
    assert (old.version, old.span.line, new.version, new.span.line) == ("1.75.0", 1, "stable", 2)
    assert rust_toolchain.read(repo, "b/rust-toolchain").toolchains == ()
    assert set(repo.unreadable) == {"b/rust-toolchain"}
