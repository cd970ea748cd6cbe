"""A tool that is said to run on several systems runs on each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import judge, says
from troth.controls.tool_use import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Tool
from troth.terms.verdict import Standing

KEPT, AT_RISK = Standing.KEPT, Standing.AT_RISK


@pytest.mark.parametrize(
    ("text", "systems", "standing", "words"),
    [
        ("Bandit runs in CI on Windows and macOS.", "[ubuntu-24.04]", AT_RISK, "names macOS and Windows"),
        ("Bandit runs in CI on Linux, macOS, and Windows.", "[ubuntu-24.04, macos-15]", AT_RISK, "names Windows"),
        ("Bandit runs in CI across all platforms (Linux/Windows).", "[ubuntu-24.04, windows-2025]", KEPT, ""),
        ("Bandit runs in CI on Linux.", "[ubuntu-24.04]", KEPT, ""),
        ("Bandit runs in CI on Linux, not on Windows.", "[ubuntu-24.04]", KEPT, ""),
        ("Bandit runs in CI on all platforms.", "[ubuntu-24.04]", Standing.UNPROVEN, "all platforms"),
        ("Bandit runs in CI on FreeBSD.", "[ubuntu-24.04]", Standing.UNPROVEN, "FreeBSD"),
        ("Bandit scans all of our repositories in CI.", "[ubuntu-24.04]", Standing.UNPROVEN, "repositories"),
        ("Bandit runs in CI on Windows.", "[quay-runner]", KEPT, ""),
        ("Bandit runs in CI and checks Windows-specific code too.", "[ubuntu-24.04]", KEPT, ""),
        ("Bandit runs in CI on every pull request, and Windows builds are signed.", "[ubuntu-24.04]", KEPT, ""),
    ],
)
def test_systems(tree: Callable[..., Repository], text: str, systems: str, standing: Standing, words: str) -> None:
    flow = (
        "on: [push, pull_request]\njobs:\n  quay:\n    runs-on: ${{ matrix.os }}\n    strategy:\n      matrix:\n"
        f"        os: {systems}\n    steps:\n      - uses: actions/checkout@v4\n      - run: bandit -r .\n"
    )
    promise = Tool(span=says(text), name="bandit", place=("ci",))
    verdict = judge(CONTROL, promise, tree({".github/workflows/ci.yml": flow, "ferry.py": "x = 1\n"}))
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason
