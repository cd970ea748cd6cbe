"""Hooks on developers' machines, and the same hooks in CI."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from troth.terms.answer import Answer
from troth.terms.event import Event
from troth.terms.seen.automation import Invocation

Seen = Callable[[Mapping[str, str]], Answer[Invocation]]

HOOKS = """repos:
  - repo: https://example.org/pycqa/bandit
    rev: v1
    hooks:
      - id: bandit
        args: [-c, pyproject.toml]
  - repo: local
    hooks:
      - id: audit
        name: audit
        entry: pip-audit
        language: system
        stages: [pre-push]
      - id: deep
        entry: safety check
        language: system
        stages: [manual]
"""
CI = "on: pull_request\njobs:\n  s:\n    steps:\n      - run: {}\n"


def by_tool(answer: Answer[Invocation], tool: str) -> list[Invocation]:
    return [one for one in answer.found if one.tool == tool]


def test_stages_say_which_hook_of_git_starts_them(seen: Seen) -> None:
    answer = seen({".pre-commit-config.yaml": HOOKS})
    assert by_tool(answer, "bandit")[0].events == {Event.COMMIT_HOOK}
    assert by_tool(answer, "bandit")[0].only_hooks
    assert by_tool(answer, "bandit")[0].configuration == ("pyproject.toml[tool.bandit]",)
    assert by_tool(answer, "pip-audit")[0].events == {Event.PUSH_HOOK}
    assert by_tool(answer, "safety")[0].events == {Event.MANUAL}
    assert by_tool(answer, "pre-commit")
    assert answer.read == (".pre-commit-config.yaml",)


def test_ci_that_runs_pre_commit_runs_the_hooks(seen: Seen) -> None:
    for command in ("pre-commit run --all-files", "python -m pre_commit run -a", "prek run --all-files"):
        answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": CI.format(command)})
        (one,) = [found for found in by_tool(answer, "bandit") if found.automatic]
        assert one.events == {Event.PULL_REQUEST}
        assert str(one.span) == ".pre-commit-config.yaml:5"
        assert str(one.chain[-1]) == ".github/workflows/ci.yml:5"
        assert not any(found.automatic for found in by_tool(answer, "pip-audit"))


def test_only_the_named_hook_runs_and_skipped_ones_do_not(seen: Seen) -> None:
    for command in ("pre-commit run other", "SKIP=bandit pre-commit run --all-files"):
        answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": CI.format(command)})
        assert not any(found.automatic for found in by_tool(answer, "bandit"))
    text = CI.format("pre-commit run -a") + "        env: {SKIP: 'bandit,x'}\n"
    answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": text})
    assert not any(found.automatic for found in by_tool(answer, "bandit"))


def test_the_action_of_pre_commit_runs_the_hooks(seen: Seen) -> None:
    text = "on: push\njobs:\n  s:\n    steps:\n      - uses: pre-commit/action@v3\n"
    answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": text})
    assert any(found.automatic for found in by_tool(answer, "bandit"))


def test_lefthook_and_husky(seen: Seen) -> None:
    answer = seen(
        {
            ".config/lefthook.yml": "pre-push:\n  commands:\n    scan:\n      run: bandit -r src\n",
            "web/.husky/pre-commit": "#!/bin/sh\nbandit -r src\nnpm test || true\n",
        }
    )
    lefthook, husky = by_tool(answer, "bandit")
    assert lefthook.events == {Event.PUSH_HOOK}
    assert (lefthook.directory, str(lefthook.span)) == ("", ".config/lefthook.yml:4")
    assert husky.events == {Event.COMMIT_HOOK}
    assert (husky.directory, husky.span.line) == ("web", 2)


@pytest.mark.parametrize(
    ("command", "runs"),
    [
        ("lefthook run pre-commit --all-files", True),
        ("npx lefthook run pre-commit --all-files", True),
        ("lefthook run lint", True),
        ("lefthook run pre-commit --all-files --commands b", True),
        ("lefthook run pre-commit --all-files --commands other", False),
        ("lefthook run pre-commit", False),
        ("lefthook install", False),
    ],
)
def test_lefthook_in_ci(seen: Seen, command: str, *, runs: bool) -> None:
    text = (
        "pre-commit:\n  commands:\n    b: {run: 'bandit {staged_files}'}\n    other: {run: echo}\n"
        "lint:\n  jobs:\n    - run: bandit -r .\n"
    )
    answer = seen({"lefthook.yml": text, ".github/workflows/ci.yml": CI.format(command)})
    assert any(found.automatic for found in by_tool(answer, "bandit")) is runs
