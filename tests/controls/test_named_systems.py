"""A tool that is said to run on several systems runs on each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import judge, says
from troth.controls.tool_use import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Tool
from troth.terms.event import Event
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
        ("Bandit runs in CI on a Mac.", "[ubuntu-24.04]", AT_RISK, "names macOS"),
        ("Bandit runs in CI on Solaris.", "[ubuntu-24.04]", Standing.UNPROVEN, "Solaris"),
        ("Bandit runs in CI on our own machines.", "[ubuntu-24.04]", Standing.UNPROVEN, "own machines"),
        ("Bandit runs in CI with Python 3.8 to 3.13.", "[ubuntu-24.04]", Standing.UNPROVEN, "Python 3"),
        ("Bandit runs on every supported Python version in CI.", "[ubuntu-24.04]", Standing.UNPROVEN, "Python version"),
        ("Bandit runs in CI on Python code.", "[ubuntu-24.04]", KEPT, ""),
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


@pytest.mark.parametrize(
    ("other", "softly", "standing", "words"),
    [
        ("[push]", "false", KEPT, ""),
        ("[push]", "true", AT_RISK, "a failure that counts; the sentence names Windows"),
        ("{schedule: [{cron: '0 3 1 1 *'}]}", "false", AT_RISK, "Linux alone; the sentence names Windows"),
    ],
)
def test_a_run_counts_that_the_event_starts_and_that_stops_something(
    tree: Callable[..., Repository], other: str, softly: str, standing: Standing, words: str
) -> None:
    run = "    steps:\n      - uses: actions/checkout@v4\n      - run: bandit -r .\n"
    repository = tree(
        {
            ".github/workflows/ci.yml": f"on: [push]\njobs:\n  quay:\n    runs-on: ubuntu-24.04\n{run}",
            ".github/workflows/more.yml": (
                f"on: {other}\njobs:\n  pier:\n    runs-on: windows-2025\n    continue-on-error: {softly}\n{run}"
            ),
            "ferry.py": "x = 1\n",
        }
    )
    said = says("Bandit runs on Linux and Windows on every push.")
    verdict = judge(CONTROL, Tool(span=said, name="bandit", events=(Event.PUSH,)), repository)
    assert (verdict.standing, words in verdict.reason) == (standing, True), verdict.reason
