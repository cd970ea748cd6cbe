"""On which machines a tool runs, by what its jobs ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.automation.gatherer import invocations
from troth.evidence.repository import Repository

CI = ".github/workflows/ci.yml"


@pytest.mark.parametrize(
    ("runs_on", "matrix", "systems"),
    [
        ("ubuntu-latest", "", ("Linux",)),
        ("${{ matrix.os }}", "[ubuntu-24.04, windows-2025, macos-15]", ("Linux", "Windows", "macOS")),
        ("self-hosted", "", ()),
        ("${{ matrix.os }}", "[ubuntu-24.04, quay-runner]", ()),
        ("${{ inputs.runner }}", "", ()),
    ],
)
def test_systems(tree: Callable[..., Repository], runs_on: str, matrix: str, systems: tuple[str, ...]) -> None:
    strategy = f"    strategy:\n      matrix:\n        os: {matrix}\n" if matrix else ""
    text = f"on: push\njobs:\n  quay:\n    runs-on: {runs_on}\n{strategy}    steps:\n      - run: make scan\n"
    (one,) = invocations(tree({CI: text, "Makefile": "scan:\n\tbandit -r src\n"})).found
    assert one.systems == systems
