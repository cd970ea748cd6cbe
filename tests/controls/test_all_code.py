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
    assert (standing is KEPT) or "looks at src" in [fact.fact for fact in verdict.because if fact.weakness]


@pytest.mark.parametrize(
    ("text", "run", "words"),
    [
        ("Bandit scans all our code in CI.", "bandit -r . -x ./quay", "quay is left out"),
        ("Bandit scans all our code in CI.", "bandit -r src quay -x src/a.py", "src/a.py is left out"),
        ("Bandit scans all our code in CI.", "bandit -r . -x ./tests", ""),
        ("Bandit scans all our code in CI.", "git diff --name-only | xargs bandit", "by another command"),
        ("Bandit scans all our code in CI.", "bandit -r . -t B101", "some of its rules"),
        ("Bandit scans all our code in CI.", 'bandit -r "$WHERE"', "only as it runs"),
        ("Bandit scans all our Python and Go code in CI.", "bandit -r .", "does not read Go"),
        ("Bandit scans every file in CI.", "bandit -r src", "quay is left out"),
        ("Bandit scans all code except `tests/` in CI.", "bandit -r src", "quay is left out"),
        ("Bandit scans all code except `quay/` in CI.", "bandit -r src", ""),
        ("Bandit scans the code and the tests in CI.", "bandit -r src", "other folders than tests"),
        ("Bandit scans the code and the tests in CI.", "bandit -r . -x tests", "tests are left out"),
        ("Bandit scans the code and the tests in CI.", "bandit -r .", ""),
        ("Bandit scans in CI with no exclusions.", "bandit -r . -x tests", "tests is left out"),
        ("Bandit runs in CI.", "git diff --name-only | xargs bandit -x quay", ""),
        ("Bandit scans every Python file in CI.", "bandit -r src quay", "tests is left out"),
        ("All directories except `vendor/` are scanned by bandit in CI.", "bandit -r src quay", "tests is left out"),
        ("All our code is scanned by bandit in CI.", "bandit -r src quay", ""),
        ("All code but the quay is scanned by bandit in CI.", "bandit -r src", ""),
        ("Bandit scans everything in CI.", "bandit -r src", "quay is left out"),
        ("Bandit covers all Python code in the repository.", "bandit -r src quay", "tests is left out"),
        ("Bandit runs in CI with the rules B, C and D.", "bandit -r .", "which rules are on"),
        ("Bandit runs in CI with all rules enabled.", "bandit -r .", "which rules are on"),
        ("Bandit runs in CI by the rules I wrote.", "bandit -r .", ""),
        ("The quay directory is scanned by bandit in CI.", "bandit -r src", "other folders than quay"),
        ("Tests are scanned by bandit, too, in CI.", "bandit -r src quay", "other folders than tests"),
        ("Bandit scans `quay` in CI.", "bandit -r src", "other folders than quay"),
        ("Bandit scans `src` in CI.", "bandit -r src", ""),
        ("Bandit scans the source folder in CI.", "bandit -r src", ""),
        ("Bandit scans all our microservices in CI.", "bandit -r .", "all our microservices"),
        ("Each of our services is scanned by Bandit in CI.", "bandit -r .", "Each of our services"),
        ("Every service is scanned by Bandit in CI.", "bandit -r .", "Every service"),
        ("Bandit scans our service in CI.", "bandit -r .", ""),
        ("All languages are scanned by Bandit in CI.", "bandit -r .", "All languages"),
        ("Bandit scans code in every language in CI.", "bandit -r .", "every language"),
        ("Bandit scans our Rust code in CI.", "bandit -r .", "does not read Rust"),
        ("Our JavaScript and Python code is scanned by Bandit in CI.", "bandit -r .", "does not read JavaScript"),
        ("Bandit scans our Python code and gosec our Go code in CI.", "bandit -r .", ""),
        ("Our Go code is scanned by gosec, and Python code by Bandit in CI.", "bandit -r .", ""),
        ("Bandit scans the Python packages in CI.", "bandit -r .", ""),
        ("Bandit scans the `quay/` folder in CI.", "bandit -r src", "other folders than quay"),
        ("Bandit scans the `quay` folder in CI.", "bandit -r src", "other folders than quay"),
        ("Bandit scans the `src` folder in CI.", "bandit -r src", ""),
        ("Bandit scans each subdirectory in CI.", "bandit -r src", "quay is left out"),
        ("Bandit scans all directories except `vendor/` in CI.", "bandit -r src", "quay is left out"),
    ],
)
def test_what_a_call_leaves_out_is_not_told_as_scanned(
    tree: Callable[..., Repository], text: str, run: str, words: str
) -> None:
    files = dict.fromkeys(("src/a.py", "quay/b.py", "tests/c.py"), "x = 1\n")
    repository = tree({".github/workflows/ci.yml": FLOW + f"      - run: {run}\n", **files})
    verdict = judge(CONTROL, Tool(span=says(text), name="bandit", place=("ci",)), repository)
    assert verdict.standing is (Standing.UNPROVEN if words else KEPT), verdict.reason
    assert words in verdict.reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bandit scans the tests, too.", "tests are left out"),
        ("Bandit runs with no exclusions.", "tests is left out"),
        ("Bandit runs in CI.", ""),
    ],
)
def test_what_a_configuration_leaves_out_is_not_told_as_scanned(
    tree: Callable[..., Repository], text: str, words: str
) -> None:
    repository = tree(
        {
            ".github/workflows/ci.yml": FLOW + "      - run: bandit -c pyproject.toml -r .\n",
            "pyproject.toml": '[tool.bandit]\nexclude_dirs = ["tests"]\n',
            **dict.fromkeys(("src/a.py", "tests/c.py"), "x = 1\n"),
        }
    )
    verdict = judge(CONTROL, Tool(span=says(text), name="bandit", place=("ci",)), repository)
    assert verdict.standing is (Standing.UNPROVEN if words else KEPT), verdict.reason
    assert words in verdict.reason


@pytest.mark.parametrize(
    ("first", "second", "standing"),
    [
        ("Bandit runs in CI.", "Bandit runs on Windows in CI.", AT_RISK),
        ("Bandit runs on Windows in CI.", "Bandit runs in CI.", AT_RISK),
        ("Bandit scans all our code in CI.", "Bandit runs in CI.", AT_RISK),
        ("Bandit runs in CI.", "Bandit scans all our code in CI.", AT_RISK),
        ("Bandit runs in CI.", "Bandit scans `docs/` in CI.", Standing.UNPROVEN),
        ("Bandit runs in CI.", "Bandit runs on Linux in CI.", KEPT),
    ],
)
def test_each_sentence_that_makes_the_promise_is_held_against_what_runs(
    tree: Callable[..., Repository], first: str, second: str, standing: Standing
) -> None:
    files = dict.fromkeys(("src/a.py", "quay/b.py"), "x = 1\n")
    repository = tree({".github/workflows/ci.yml": FLOW + "      - run: bandit -r src\n", **files})
    promise = Tool(span=says(first), also=(says(second, 7),), name="bandit", place=("ci",))
    verdict = judge(CONTROL, promise, repository)
    assert verdict.standing is standing, verdict.reason
