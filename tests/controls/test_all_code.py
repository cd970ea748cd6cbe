"""A tool that is said to look at all code does not look at one folder of two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import judge, says
from troth.controls.tool_use import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Tool
from troth.terms.verdict import Standing

KEPT, AT_RISK = Standing.KEPT, Standing.AT_RISK
FLOW = "on: [push, pull_request]\njobs:\n  quay:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"


@pytest.mark.parametrize(
    ("text", "runs", "files", "standing"),
    [
        ("Bandit scans all our Python code in CI.", ("bandit -r src",), ("src/a.py", "quay/b.py"), AT_RISK),
        ("Bandit scans the entire codebase in CI.", ("bandit -r src",), ("src/a.py", "quay/b.py"), AT_RISK),
        ("Bandit scans all our Python code in CI.", ("bandit -r .",), ("src/a.py", "quay/b.py"), KEPT),
        ("Bandit scans all our code in CI.", ("bandit -r src", "bandit -r quay"), ("src/a.py", "quay/b.py"), KEPT),
        ("Bandit scans all our code in CI.", ("bandit -r src",), ("src/a.py", "tests/b.py", "docs/c.py"), KEPT),
        ("Bandit scans all our code in CI.", ("bandit -r src",), ("src/a.py", "quay/b.go"), KEPT),
        ("Bandit scans all our code except quay in CI.", ("bandit -r src",), ("src/a.py", "quay/b.py"), KEPT),
        ("Bandit runs in CI.", ("bandit -r src",), ("src/a.py", "quay/b.py"), KEPT),
    ],
)
def test_all_code(
    tree: Callable[..., Repository], text: str, runs: tuple[str, ...], files: tuple[str, ...], standing: Standing
) -> None:
    flow = FLOW + "".join(f"      - run: {run}\n" for run in runs)
    promise = Tool(span=says(text), name="bandit", place=("ci",))
    repository = tree({".github/workflows/ci.yml": flow, **dict.fromkeys(files, "x = 1\n")})
    verdict = judge(CONTROL, promise, repository)
    assert verdict.standing is standing, verdict.reason
    assert (standing is KEPT) or "does not look at quay" in verdict.reason
