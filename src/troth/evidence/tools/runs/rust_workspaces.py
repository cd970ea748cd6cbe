"""Rust workspaces of a tree, and what of them is never copied for a tool."""

from __future__ import annotations

from troth.evidence.repository import Repository

MOST_WORKSPACES = 20


def locks(repository: Repository) -> tuple[str, ...]:
    """Every ``Cargo.lock``; one below a folder of test data or of other people's code is none of the project's."""
    return tuple(
        path
        for path in repository.matching("Cargo.lock")
        if not any(part in ("node_modules", "target") for part in path.split("/")[:-1])
    )


def nothing_to_do(repository: Repository) -> str:
    """Why there is no lockfile to look at, or too many; "" where there are some."""
    found = locks(repository)
    if not found:
        return "no Cargo.lock in the tree"
    return f"{len(found)} lockfiles, more than {MOST_WORKSPACES}" if len(found) > MOST_WORKSPACES else ""


def harmless(path: str) -> bool:
    """Whether ``path`` may be copied: ``.cargo/config`` and ``rust-toolchain`` can name programs and toolchains."""
    name, folder = path.rsplit("/", 1)[-1], path.split("/")[:-1]
    return not (folder[-1:] == [".cargo"] and name.startswith("config")) and name not in (
        "rust-toolchain",
        "rust-toolchain.toml",
    )
