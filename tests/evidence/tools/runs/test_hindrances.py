"""Work that cannot be done is a gap, and never "nothing to do"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from troth.evidence.repository import Repository
from troth.evidence.tools.index import by_name
from troth.evidence.tools.runs import go_modules, rust_workspaces
from troth.evidence.tools.runs.job import Job, Runner

Tree = Callable[[Mapping[str, str]], Repository]
AT = datetime(2026, 3, 1, tzinfo=UTC)
CRATE = '[package]\nname = "keel"\nversion = "1.0.0"\n'
RUST, GO = ("cargo-deny", "cargo-audit", "cargo-sbom"), ("gosec", "govulncheck")


def runner(name: str) -> Runner:
    record = by_name(name)
    assert record is not None
    assert record.runner is not None
    return record.runner


@pytest.mark.parametrize("name", RUST)
def test_a_crate_without_a_lockfile(tree: Tree, name: str) -> None:
    repository = tree({"keel/Cargo.toml": CRATE})
    assert runner(name).nothing_to_do(repository) == ""
    answer = runner(name).run(Job(repository=repository, at=AT))
    assert answer.found == ()
    assert "keel/Cargo.toml has no Cargo.lock: `cargo generate-lockfile` makes it" in answer.gaps[0].reason


@pytest.mark.parametrize("name", RUST)
def test_more_workspaces_than_are_looked_at(tree: Tree, name: str) -> None:
    count = rust_workspaces.MOST_WORKSPACES + 1
    files = {f"w{number}/Cargo.toml": CRATE for number in range(count)}
    files |= {f"w{number}/Cargo.lock": "version = 4\n" for number in range(count)}
    repository = tree(files)
    assert runner(name).nothing_to_do(repository) == ""
    answer = runner(name).run(Job(repository=repository, at=AT))
    assert answer.found == ()
    assert f"{count} workspaces, more than" in answer.gaps[0].reason


@pytest.mark.parametrize("name", GO)
def test_more_modules_than_are_looked_at(tree: Tree, name: str) -> None:
    count = go_modules.MOST_MODULES + 1
    repository = tree({f"m{number}/go.mod": "module example.org/keel\n\ngo 1.23\n" for number in range(count)})
    assert runner(name).nothing_to_do(repository) == ""
    answer = runner(name).run(Job(repository=repository, at=AT))
    assert answer.found == ()
    assert f"{count} modules, more than" in answer.gaps[0].reason


@pytest.mark.parametrize("name", [*RUST, *GO])
def test_a_tree_of_something_else_has_no_work(tree: Tree, name: str) -> None:
    repository = tree({"a.py": "x = 1\n", "vendor/keel/Cargo.toml": CRATE, "vendor/keel/go.mod": "module keel\n"})
    assert runner(name).nothing_to_do(repository) != ""
