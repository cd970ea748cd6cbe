from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BOTH, BROKEN, KEPT, SCAN, UNPROVEN, Case, check, says, workflow
from troth.controls.tool_configuration import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Tool


def file(name: str, path: str) -> Tool:
    return Tool(span=says(f"{name} is configured in {path}."), name=name, claim="configuration", config=path, file=path)


def line(name: str, path: str, config: str) -> Tool:
    return Tool(span=says(config), name=name, claim="configuration", config=config, file=path)


BANDIT_TOML = '[tool.bandit]\nexclude_dirs = ["tests"]\n'
LOADS = {SCAN: workflow(BOTH, "bandit -r src -c pyproject.toml")}
DENY = '[licenses]\nallow = ["MIT"]\n'
CARGO = {"Cargo.toml": '[package]\nname = "ferry"\nversion = "0.1.0"\n'}

CASES = (
    Case(
        name="loaded and known",
        promise=file("bandit", "pyproject.toml"),
        files={"pyproject.toml": BANDIT_TOML, **LOADS},
        standing=KEPT,
        cites=("pyproject.toml:1", f"{SCAN}:9"),
        breakers=(
            ("pyproject.toml", "exclude_dirs", "excluded_dirs"),
            (SCAN, " -c pyproject.toml", ""),
        ),
    ),
    Case(
        name="loaded by default",
        promise=file("cargo-deny", "deny.toml"),
        files={"deny.toml": DENY, **CARGO, SCAN: workflow(BOTH, "cargo deny check")},
        standing=KEPT,
        breakers=(("deny.toml", "allow =", "allowed ="),),
    ),
    # at risk
    Case(
        name="a format that its makers retire",
        promise=file("golangci-lint", ".golangci.yml"),
        files={".golangci.yml": "linters:\n  enable: [gosec]\n", SCAN: workflow(BOTH, "golangci-lint run")},
        standing=AT_RISK,
        words="retire",
    ),
    # broken
    Case(
        name="never loaded",
        promise=file("bandit", "pyproject.toml"),
        files={"pyproject.toml": BANDIT_TOML, SCAN: workflow(BOTH, "bandit -r src")},
        standing=BROKEN,
        words="no call of bandit loads pyproject.toml",
        cites=("pyproject.toml:1", f"{SCAN}:9"),
    ),
    Case(
        name="a key without effect",
        promise=file("bandit", "pyproject.toml"),
        files={"pyproject.toml": '[tool.bandit]\nexcluded_dirs = ["tests"]\n', **LOADS},
        standing=BROKEN,
        words="knows no key excluded_dirs; the real key is exclude_dirs",
        cites=("pyproject.toml:2",),
    ),
    Case(
        name="a file that the tool never reads",
        promise=file("gosec", ".gosec.yml"),
        files={"README.md": "harbour\n"},
        standing=BROKEN,
        words="never reads .gosec.yml",
    ),
    Case(
        name="a printed key without effect",
        promise=line("bandit", ".bandit", "exclude_dirs = tests,venv"),
        files={"README.md": "harbour\n"},
        standing=BROKEN,
        words="exclude_dirs",
    ),
    # unproven
    Case(
        name="not in the tree",
        promise=file("bandit", ".bandit"),
        files={"README.md": "harbour\n"},
        standing=UNPROVEN,
        words=".bandit is not in the tree",
    ),
    Case(
        name="nothing runs the tool",
        promise=file("cargo-deny", "deny.toml"),
        files={"deny.toml": DENY, **CARGO},
        standing=UNPROVEN,
        words="nothing that was read runs cargo-deny",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)
