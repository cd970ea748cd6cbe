"""Hooks on developers' machines, and the same hooks in CI."""

from __future__ import annotations

import time
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
CI = "on: pull_request\njobs:\n  s:\n    runs-on: x\n    steps:\n      - run: {}\n"


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
        assert str(one.chain[-1]) == ".github/workflows/ci.yml:6"
        assert not any(found.automatic for found in by_tool(answer, "pip-audit"))


def test_only_the_named_hook_runs_and_skipped_ones_do_not(seen: Seen) -> None:
    for command in ("pre-commit run other", "SKIP=bandit pre-commit run --all-files"):
        answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": CI.format(command)})
        assert not any(found.automatic for found in by_tool(answer, "bandit"))
    text = CI.format("pre-commit run -a") + "        env: {SKIP: 'bandit,x'}\n"
    answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": text})
    assert not any(found.automatic for found in by_tool(answer, "bandit"))


def test_the_action_of_pre_commit_runs_the_hooks(seen: Seen) -> None:
    text = "on: push\njobs:\n  s:\n    runs-on: x\n    steps:\n      - uses: pre-commit/action@v3\n"
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


LOCAL = "repos:\n  - repo: local\n    hooks:\n      - {id: bandit, name: bandit, language: LANG, entry: ENTRY}\n"


@pytest.mark.parametrize(
    ("language", "entry", "runs", "doubtful"),
    [
        ("system", "bandit -r src", True, False),
        ("docker_image", "ghcr.io/pycqa/bandit/bandit -r src", True, False),
        ("system", "./tool --strict", True, True),
        ("system", "echo", False, False),
        ("system", "'true'", False, False),
        ("fail", "no bandit here", False, False),
        ("pygrep", "bandit", False, False),
    ],
)
def test_a_local_hook_is_what_its_entry_runs(
    seen: Seen, language: str, entry: str, *, runs: bool, doubtful: bool
) -> None:
    text = LOCAL.replace("LANG", language).replace("ENTRY", entry)
    answer = seen({".pre-commit-config.yaml": text, ".github/workflows/ci.yml": CI.format("pre-commit run -a")})
    found = [one for one in by_tool(answer, "bandit") if one.automatic]
    assert bool(found) is runs
    assert any(one.doubts for one in found) is doubtful


FILTERED = "TOPrepos:\n  - repo: https://example.org/pycqa/bandit\n    hooks:\n      - {id: bandit, HOOK}\n"


@pytest.mark.parametrize(
    ("top", "hook", "idle"),
    [
        ("exclude: .*\n", "args: []", True),
        ("files: ^docs/\n", "args: []", True),
        ("", "files: ^nothere/", True),
        ("", "types: [go]", True),
        ("", "types_or: [go, rust]", True),
        ("", "files: ^nothere/, always_run: true", False),
        ("exclude: ^docs/\n", "args: []", False),
        ("", "files: ^src/", False),
        ("", "files: '^(docs|nothere)/.*$'", True),
        ("", "files: '^(docs|src)/'", False),
        ("", "files: '^(a+)+$'", False),
        ("exclude: '(x|x)*'\n", "args: []", False),
        ("", "types: [python]", False),
        ("", "types_or: [go, python]", False),
        ("", "files: '['", False),
        ("", r"files: '\.(go|mod)$'", True),
        ("", r"files: '\.(py|pyi)$'", False),
        (r"exclude: '(?x)^( src/.* | \..* )$'", "args: []", True),
        ("exclude: '(?x)^( tests/.* | docs/ )$'\n", "args: []", False),
        ("exclude: '^(?!docs/)'\n", "args: []", True),
        ("exclude: '^(?!src/)'\n", "args: []", False),
    ],
)
def test_a_hook_that_no_file_reaches(seen: Seen, top: str, hook: str, *, idle: bool) -> None:
    text = FILTERED.replace("TOP", f"{top.strip()}\n").replace("HOOK", hook)
    files = {"src/app.py": "x = 1\n", ".pre-commit-config.yaml": text}
    answer = seen({**files, ".github/workflows/ci.yml": CI.format("pre-commit run -a")})
    (one,) = [one for one in by_tool(answer, "bandit") if one.automatic]
    assert any(given.fatal for given in one.firings[0].filters) is idle
    assert bool(one.doubts) is any(hard in text for hard in ("(a+)+", "(x|x)*", "'['"))


@pytest.mark.parametrize(
    ("command", "staged"),
    [
        ("pre-commit run", True),
        ("pre-commit run bandit --show-diff-on-failure", True),
        ("pre-commit run -v", True),
        ("pre-commit run -a", False),
        ("pre-commit run -av", False),
        ("pre-commit run --all", False),
        ("pre-commit run --all-files bandit", False),
        ("pre-commit run --from-ref origin/main --to-ref HEAD", False),
        ("pre-commit run --files src/app.py", False),
        ("pre-commit run $CHANGED", False),
    ],
)
def test_without_files_ci_hands_hooks_nothing(seen: Seen, command: str, *, staged: bool) -> None:
    answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": CI.format(command)})
    for tool in ("bandit", "pre-commit"):
        (one,) = [one for one in by_tool(answer, tool) if one.automatic]
        assert any(given.fatal for given in one.firings[0].filters) is staged


def test_a_hook_of_git_hands_on_what_is_staged(seen: Seen) -> None:
    answer = seen({".pre-commit-config.yaml": HOOKS, ".husky/pre-commit": "pre-commit run\n"})
    assert not any(firing.filters for one in answer.found for firing in one.firings)


def test_the_value_of_an_option_names_no_hook(seen: Seen) -> None:
    ci = CI.format("pre-commit run -a --hook-stage manual --color never")
    answer = seen({".pre-commit-config.yaml": HOOKS, ".github/workflows/ci.yml": ci})
    assert any(found.automatic for found in by_tool(answer, "safety"))


def test_no_pattern_of_a_tree_takes_long(seen: Seen) -> None:
    text = FILTERED.replace("TOP", "exclude: ^(a|a)*b$\n").replace("HOOK", "files: '^(a+)+$'")
    answer = seen(
        {
            f"{'a' * 60}.py": "",
            ".pre-commit-config.yaml": text,
            ".github/workflows/ci.yml": CI.format("pre-commit run -a"),
        }
    )
    assert by_tool(answer, "bandit")


def test_the_patterns_of_all_hooks_together_take_no_long_time(seen: Seen) -> None:
    costly = "files: 'a?a?a?a?a?a?[a/]*x$'\n"
    hook = f"      - id: bandit\n        {costly}"
    many = "repos:\n  - repo: https://github.com/PyCQA/bandit\n    rev: 1.0.0\n    hooks:\n"
    files = {f"{'a/' * 90}q{number}.py": "" for number in range(50)}
    start = time.perf_counter()
    answer = seen({".pre-commit-config.yaml": many + hook * 40, **files})
    assert time.perf_counter() - start < 20
    doubts = [gap.reason for one in by_tool(answer, "bandit") for gap in one.doubts]
    assert any("is not worked out" in reason for reason in doubts)
