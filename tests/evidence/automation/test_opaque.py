"""Where something runs that is not followed, "nothing runs it" is not said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from troth.evidence.automation.opaque import reason
from troth.terms.answer import Answer
from troth.terms.seen.automation import Invocation

Seen = Callable[[Mapping[str, str]], Answer[Invocation]]


@pytest.mark.parametrize(
    "line",
    [
        "invoke lint",
        "bazel test //...",
        "./gradlew check",
        "nix flake check",
        "$SCANNER -r src",
        "bash",
        "sh -s",
        "find src -name x.py -exec bandit {} +",
        "docker compose run lint",
        "docker-compose up",
        "python -c 'import subprocess; subprocess.run([])'",
        "run-s sec:*",
        "trunk check --all",
        "prospector --with-tool bandit",
        "cargo xtask lint",
        "cargo run --package xtask -- lint",
        "deno task lint",
        "composer run lint",
    ],
)
def test_what_starts_others_is_told(line: str) -> None:
    words = line.split(" ", 2) if line.startswith("python -c") else line.split()
    assert reason(tuple(words))


@pytest.mark.parametrize(
    "line",
    [
        "pytest -q",
        "cargo build",
        "find . -name x",
        "docker build .",
        "echo $HOME",
        "python -m build",
        "npm ci",
        "bash x.sh",
        "trunk build",
        "cargo run --release",
        "deno fmt",
        "composer install",
    ],
)
def test_plain_commands_hide_nothing(line: str) -> None:
    assert not reason(tuple(line.split()))


def ran(step: str, **files: str) -> dict[str, str]:
    head = "on: push\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n"
    return {".github/workflows/ci.yml": head + step, **files}


LEFTHOOK = "pre-commit:\n  commands:\n    b: {glob: '*.py', run: bandit -r .}\n"


@pytest.mark.parametrize(
    "files",
    [
        ran("      - run: invoke lint\n"),
        ran("      - run: curl -s https://lighthouse.example.org/lint.sh | bash\n"),
        ran("      - run: make scan\n", Makefile="include mk/missing.mk\n"),
        ran("      - run: |\n          source lib.sh\n          go_on\n", **{"lib.sh": "go_on() { bandit -r src; }\n"}),
        ran("      - uses: oxsecurity/megalinter@v8\n"),
        ran("      - uses: actions/github-script@v7\n        with:\n          script: await exec.exec('bandit')\n"),
        {**ran("      - run: pytest\n"), ".tekton/pr.yaml": "kind: Pipeline\n"},
        ran("      - uses: ./act\n", **{"act/action.yml": "runs:\n  using: node20\n  main: index.js\n"}),
        {**ran("      - run: pytest\n"), ".pre-commit-config.yaml": "ci: {autofix_prs: false}\nrepos: []\n"},
        ran("      - run: docker compose run --rm lint\n"),
        ran("      - run: lefthook run pre-commit\n", **{"lefthook.yml": LEFTHOOK}),
    ],
)
def test_a_pipeline_that_hands_its_work_on_has_a_gap(seen: Seen, files: dict[str, str]) -> None:
    assert seen(files).gaps


def test_a_pipeline_of_plain_commands_is_complete(seen: Seen) -> None:
    step = "      - uses: actions/checkout@v4\n      - run: |\n          pip install -e .\n          pytest -q\n          docker build .\n"
    assert not seen(ran(step)).gaps
