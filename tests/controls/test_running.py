"""Does a command line run a certain test? Yes, no, or it cannot be told."""

from __future__ import annotations

import shlex

import pytest

from troth.controls.proving.running import runs
from troth.terms.seen.automation import Invocation
from troth.terms.seen.proof import NamedTest
from troth.terms.span import Span

AT = Span("a", 1)
PYTHON = NamedTest(form="pytest", node="tests/unit/test_a.py::TestA::test_x", span=AT, file="tests/unit/test_a.py")
GO = NamedTest(form="go", node="./login TestX", span=AT, file="login/a_test.go")
INNER = NamedTest(form="go", node="./tool/x TestX", span=AT, file="tool/x/a_test.go", home="tool")
CRATE = NamedTest(form="cargo", node="x", span=AT, file="hull/src/a.rs", home="hull", package="hull", workspace="")
WHOLE = NamedTest(
    form="cargo", node="x", span=AT, file="hull/tests/whole.rs", home="hull", package="hull", workspace=""
)
LONE = NamedTest(
    form="cargo", node="x", span=AT, file="hull/src/a.rs", home="hull", package="hull", workspace="", lone=True
)
SINGLE = NamedTest(form="cargo", node="x", span=AT, file="src/a.rs", package="ferry")
TOOLS = {"pytest": "pytest", "go": "go test", "cargo": "cargo test"}


@pytest.mark.parametrize(
    ("line", "test", "expected"),
    [
        ("pytest", PYTHON, "yes"),
        ("python -m pytest -q -x -n auto --cov src --tb=short", PYTHON, "yes"),
        ("pytest tests", PYTHON, "yes"),
        ("pytest ./tests/unit/", PYTHON, "yes"),
        ("pytest tests/unit/test_a.py", PYTHON, "yes"),
        ("pytest tests/unit/test_a.py::TestA", PYTHON, "yes"),
        ("pytest tests/unit/test_a.py::TestA::test_x", PYTHON, "yes"),
        ("pytest tests/unit/test_a.py::TestA::test_xy", PYTHON, "no"),
        ("pytest tests/unit/test_*.py", PYTHON, "yes"),
        ("pytest tests/uni", PYTHON, "no"),
        ("pytest tests/e2e tests/unit", PYTHON, "yes"),
        ("pytest ../tests", PYTHON, "maybe"),
        ("pytest -k login", PYTHON, "maybe"),
        ("pytest -m 'not slow' tests/unit", PYTHON, "maybe"),
        ("pytest -m 'not slow' tests/e2e", PYTHON, "no"),
        ("pytest --ignore=tests/unit", PYTHON, "maybe"),
        ("pytest $ARGS", PYTHON, "maybe"),
        ("pytest --version", PYTHON, "maybe"),
        ("go test ./...", GO, "yes"),
        ("go test -race -count=1 -timeout 5m ./...", GO, "yes"),
        ("go test", GO, "no"),
        ("go test ./login", GO, "yes"),
        ("go test ./login/...", GO, "yes"),
        ("go test ./other/...", GO, "no"),
        ("go test -run TestY ./...", GO, "maybe"),
        ("go test example.org/ferry/login", GO, "maybe"),
        ("gotestsum --format testname -- -race ./...", GO, "yes"),
        ("go test ./...", INNER, "no"),
        ("cargo test", SINGLE, "yes"),
        ("cargo test --workspace", SINGLE, "yes"),
        ("cargo test --all-features --locked", SINGLE, "yes"),
        ("cargo test login", SINGLE, "maybe"),
        ("cargo test -p other", SINGLE, "no"),
        ("cargo test --doc", SINGLE, "maybe"),
        ("cargo test --no-run", SINGLE, "maybe"),
        ("cargo test --lib", SINGLE, "yes"),
        ("cargo test --test whole", SINGLE, "maybe"),
        ("cargo test -- --nocapture --test-threads 1", SINGLE, "yes"),
        ("cargo test -- --skip slow", SINGLE, "maybe"),
        ("cargo nextest run --profile ci", SINGLE, "yes"),
        ("cargo tarpaulin --workspace --timeout 120 --out Xml", SINGLE, "yes"),
        ("cargo test", CRATE, "yes"),
        ("cargo test", LONE, "no"),
        ("cargo test --workspace", LONE, "yes"),
        ("cargo test --workspace --exclude other", LONE, "yes"),
        ("cargo test --workspace --exclude hull", LONE, "no"),
        ("cargo test --workspace --exclude=hull", LONE, "no"),
        ("cargo test -p hull", LONE, "yes"),
        ("cargo test --package=hull --lib", LONE, "yes"),
        ("cargo test -p hull --lib", WHOLE, "no"),
        ("cargo test -p hull --tests", WHOLE, "yes"),
        ("cargo test -p hull --test whole", WHOLE, "yes"),
        ("cargo test -p hull --test other", WHOLE, "no"),
    ],
)
def test_command_lines(line: str, test: NamedTest, expected: str) -> None:
    invocation = Invocation(tool=TOOLS[test.form], span=AT, system="script", argv=tuple(shlex.split(line)))
    assert runs(invocation, test) == expected


def test_a_folder_that_it_stands_in_counts() -> None:
    inside = Invocation(tool="pytest", span=AT, system="script", argv=("pytest", "unit"), directory="tests")
    assert runs(inside, PYTHON) == "yes"
    outside = Invocation(tool="pytest", span=AT, system="script", argv=("pytest",), directory="tools")
    assert runs(outside, PYTHON) == "no"
    crate = Invocation(tool="cargo test", span=AT, system="script", argv=("cargo", "test"), directory="hull")
    assert runs(crate, LONE) == "yes"
    module = Invocation(tool="go test", span=AT, system="script", argv=("go", "test", "./..."), directory="tool")
    assert runs(module, INNER) == "yes"


def test_another_runner_runs_none_and_an_action_cannot_be_told() -> None:
    assert runs(Invocation(tool="pytest", span=AT, system="script", argv=("pytest",)), GO) == "no"
    assert runs(Invocation(tool="bandit", span=AT, system="script", argv=("bandit",)), PYTHON) == "no"
    assert runs(Invocation(tool="pytest", span=AT, system="github-actions", action="a/b@v1"), PYTHON) == "maybe"
