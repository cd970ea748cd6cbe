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
    """Why there is no work in a tree: no Rust in it. A crate without a lockfile is work that cannot be done."""
    return "" if locks(repository) or _crates(repository) else "no Cargo.lock and no Cargo.toml in the tree"


def hindrance(repository: Repository, *, with_manifest: bool = True) -> str:
    """Why the work cannot be done: no lockfile (beside a manifest, where one is needed), or too many; "" if it can."""
    found = [path for path in locks(repository) if not with_manifest or _beside(path) in repository.path_set]
    if not found:
        crates = _crates(repository)
        return f"{crates[0]} has no Cargo.lock: `cargo generate-lockfile` makes it" if crates else "no Cargo.lock"
    return f"{len(found)} workspaces, more than {MOST_WORKSPACES}" if len(found) > MOST_WORKSPACES else ""


def _crates(repository: Repository) -> tuple[str, ...]:
    """Manifests of the project's own crates and workspaces, the one nearest to the root first."""
    own = [path for path in repository.matching("Cargo.toml") if FOREIGN.isdisjoint(path.split("/")[:-1])]
    return tuple(sorted(own, key=lambda path: (path.count("/"), path)))


def _beside(lock: str) -> str:
    return f"{lock.removesuffix('Cargo.lock')}Cargo.toml"


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
