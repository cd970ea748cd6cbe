"""Rust workspaces of a tree, and what of them is never copied for a tool."""

from __future__ import annotations

from pathlib import Path

from troth.evidence.repository import Repository
from troth.evidence.tools.runs.job import Job
from troth.evidence.tools.runs.session import start
from troth.evidence.tools.runs.stage import search_path

MOST_WORKSPACES = 20
FOREIGN = frozenset({"vendor", "third_party", "testdata", "node_modules", "target"})
"""Folders of other people's code, of test data and of what was built."""
INHERITED = ("CARGO_HOME", "RUSTUP_HOME")


def locks(repository: Repository) -> tuple[str, ...]:
    """Every ``Cargo.lock`` of the project's own; one below ``FOREIGN`` folders builds nothing of it."""
    return tuple(
        path for path in repository.matching("Cargo.lock") if not any(part in FOREIGN for part in path.split("/")[:-1])
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


def environment(job: Job, folder: Path) -> dict[str, str]:
    """cargo and rustup fetch nothing, and rustup takes its default toolchain wherever the tool is started."""
    found = {"PATH": search_path(), "RUSTUP_AUTO_INSTALL": "0", "CARGO_NET_OFFLINE": "true"}
    words = start(job, ("rustup", "default"), folder, env=found, inherit=INHERITED).output.split()
    return {**found, "RUSTUP_TOOLCHAIN": words[0]} if words else found


def date_of(job: Job) -> str:
    """Instant of the newest commit of the advisories of RustSec that were given; "" where that cannot be told."""
    folder = job.advisories.rustsec
    if folder is None or not (folder / ".git").exists():
        return ""
    done = start(job, ("git", "log", "-1", "--format=%cI"), folder)
    return done.output.strip() if done.passed else ""
