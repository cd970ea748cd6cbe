"""Scanners that are pointed at nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.terms.seen.automation import Invocation

Workflow = Callable[..., list[Invocation]]
TREE = {
    "src/app.py": "x = 1\n",
    "main.go": "package main\n",
    "src/lib.rs": "",
    "requirements.txt": "harbour==1\n",
    "docs/index.md": "",
    ".gitignore": "build/\n",
}


def first(workflow: Workflow, line: str, tool: str, files: dict[str, str] | None = None) -> Invocation:
    text = f"on: pull_request\njobs:\n  s:\n    runs-on: x\n    steps:\n      - run: {line}\n"
    return workflow(text, tool, TREE if files is None else files)[0]


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("bandit", "bandit -r nonexisting"),
        ("bandit", "bandit -c bandit.yaml -r nowhere elsewhere"),
        ("bandit", "bandit ."),
        ("bandit", "bandit -ll src"),
        ("bandit", "bandit -r . -x ."),
        ("bandit", "python -m bandit -r . --exclude=./"),
        ("ruff", "ruff check nonexisting"),
        ("ruff", "ruff check . --ignore ALL"),
        ("ruff", "ruff check . --ignore=ALL"),
        ("ruff", "ruff check --fix-only ."),
        ("ruff", "ruff check . --exclude '*'"),
        ("clippy", "cargo clippy -- -D warnings -A clippy::all"),
        ("clippy", "cargo clippy -- --cap-lints allow"),
        ("gitleaks", "gitleaks detect --source empty --no-git"),
        ("gitleaks", "gitleaks protect --staged"),
        ("govulncheck", "govulncheck ./nothere/..."),
        ("pip-audit", "pip-audit -r nothere.txt"),
        ("osv-scanner", "osv-scanner --lockfile=nothere.lock"),
        ("semgrep", "semgrep scan --error --exclude '*'"),
        ("semgrep", "semgrep --validate --config p/ci"),
    ],
)
def test_what_looks_at_nothing_is_kept_from_seeing(workflow: Workflow, tool: str, line: str) -> None:
    assert any(given.fatal for given in first(workflow, line, tool).firings[0].filters)


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("bandit", "bandit -r ."),
        ("bandit", "bandit src/app.py"),
        ("bandit", "bandit -lr src"),
        ("bandit", "bandit -r src nonexisting"),
        ("bandit", "bandit -r $TARGET"),
        ("bandit", "bandit -f json -o nothere.json -r src"),
        ("bandit", "bandit -r build"),
        ("bandit", "bandit -r . -x ./tests"),
        ("bandit", "unzip made.zip && bandit -r made"),
        ("ruff", "ruff check"),
        ("ruff", "ruff check . --ignore E501"),
        ("ruff", "ruff check src --select ALL --fix"),
        ("clippy", "cargo clippy -- -D warnings -A clippy::needless_return"),
        ("gitleaks", "gitleaks detect --source . --no-git"),
        ("gitleaks", "gitleaks git"),
        ("govulncheck", "govulncheck ./..."),
        ("pip-audit", "pip-audit -r requirements.txt"),
        ("pip-audit", "uv export > all.txt && pip-audit -r all.txt"),
        ("semgrep", "semgrep scan --error --exclude tests"),
    ],
)
def test_what_looks_at_something_is_left_alone(workflow: Workflow, tool: str, line: str) -> None:
    assert not first(workflow, line, tool).firings[0].filters


@pytest.mark.parametrize(
    ("tool", "line", "blind"),
    [
        ("osv-scanner", "osv-scanner --lockfile=vendor/crane/package-lock.json", True),
        ("osv-scanner", "osv-scanner -L testdata/requirements.txt -L vendor/crane/package-lock.json", True),
        ("pip-audit", "pip-audit -r third_party/requirements.txt", True),
        ("bandit", "bandit -r tests/fixtures", True),
        ("osv-scanner", "osv-scanner --lockfile=requirements.txt", False),
        ("osv-scanner", "osv-scanner -L requirements.txt -L vendor/crane/package-lock.json", False),
        ("bandit", "bandit -r src vendor", False),
        ("gitleaks", "gitleaks detect --source vendor", False),
    ],
)
def test_what_is_pointed_at_code_of_others(workflow: Workflow, tool: str, line: str, *, blind: bool) -> None:
    others = (
        "vendor/crane/package-lock.json",
        "vendor/crane/a.py",
        "testdata/requirements.txt",
        "third_party/requirements.txt",
        "tests/fixtures/a.py",
    )
    one = first(workflow, line, tool, {**TREE, **dict.fromkeys(others, "\n")})
    assert bool(one.firings[0].filters) is blind
    alone = first(workflow, line, tool, {**dict.fromkeys(others, "\n"), "README.md": ""})
    assert not any("others" in given.what for given in alone.firings[0].filters)


def test_a_tree_without_such_files_tells_nothing(workflow: Workflow) -> None:
    assert not first(workflow, "bandit -r src", "bandit", {}).firings[0].filters


@pytest.mark.parametrize(
    ("line", "reached"),
    [
        ("if [ -f nothere ]; then bandit -r .; fi", False),
        ("if [[ -d nothere ]]; then bandit -r .; fi", False),
        ("if test -e nothere; then bandit -r .; fi", False),
        ("if [ -f requirements.txt ]; then bandit -r .; fi", True),
        ("if [ ! -f nothere ]; then bandit -r .; fi", True),
        ("if [ -f nothere ]; then echo; else bandit -r .; fi", True),
        ("touch nothere; if [ -f nothere ]; then bandit -r .; fi", True),
        ("if [ -f $FILE ]; then bandit -r .; fi", True),
    ],
)
def test_a_file_that_is_asked_for(workflow: Workflow, line: str, *, reached: bool) -> None:
    assert bool(first(workflow, f"'{line}'", "bandit").firings[0].filters) is not reached
