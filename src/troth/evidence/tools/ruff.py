"""Ruff: linter and formatter of Python; rules S are those of Bandit."""

from __future__ import annotations

import re
from typing import Any

from troth.evidence.repository import Repository
from troth.evidence.structured import MalformedError, toml
from troth.evidence.tools.flags import asks_help, inside, operands, present, softening, values, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.evidence.tools.runs import ruff as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    first = operands(arguments, "--config", "--select", "--extend-select", "--ignore", "--output-format")[:1]
    named = tuple(path for path in (inside(directory, path) for path in values(arguments, "--config")) if path)
    files = named or present(repository, directory, (".ruff.toml", "ruff.toml", "pyproject.toml"), climb=True)
    chosen = ",".join(values(arguments, "--select", "--extend-select")).split(",")
    selects = any(map(_of_bandit, chosen)) or any(map(_of_bandit, _written(repository, files)))
    checks = first != ("format",)
    return Reading(
        runs=not asks_help(arguments) and first not in (("rule",), ("config",), ("linter",), ("clean",), ("server",)),
        softeners=softening(arguments, ("--exit-zero", "-e")),
        configuration=tuple(
            _table(path) for path in files if not path.endswith("pyproject.toml") or _has_table(repository, path)
        ),
        output=values(arguments, "-o", "--output-file"),
        activities=LINTS_AND_SCANS if checks and selects else None,
    )


def _of_bandit(rule: str) -> bool:
    return rule == "ALL" or re.fullmatch(r"S\d*", rule) is not None


def _written(repository: Repository, files: tuple[str, ...]) -> list[str]:
    """Rules that the configuration selects, in the place of today or that of older versions."""
    found: list[str] = []
    for path in files:
        try:
            document: Any = toml(repository.text(path) or "")
        except MalformedError:
            continue
        for key in ("tool", "ruff") if path.endswith("pyproject.toml") else ():
            document = document.get(key) if isinstance(document, dict) else None
        lint = document.get("lint") if isinstance(document, dict) else None
        for table in (document, lint):
            for name in ("select", "extend-select"):
                rules = table.get(name) if isinstance(table, dict) else None
                found += [rule for rule in rules if isinstance(rule, str)] if isinstance(rules, list) else []
    return found


def _table(path: str) -> str:
    return f"{path}[tool.ruff]" if path.endswith("pyproject.toml") else path


def _has_table(repository: Repository, path: str) -> bool:
    return "[tool.ruff" in (repository.text(path) or "")


LINTS_AND_SCANS = frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS})


RECORD = ToolRecord(
    name=ToolName(name="ruff", activities=frozenset({Activity.LINTING})),
    executables=("ruff",),
    modules=("ruff",),
    packages=(
        ("pip", "ruff"),
        ("brew", "ruff"),
    ),
    actions=(
        "astral-sh/ruff-action",
        "chartboost/ruff-action",
    ),
    hook_entries=(HookEntry("", ("ruff", "check")),),
    hooks=(
        "ruff",
        "ruff-check",
    ),
    images=("ghcr.io/astral-sh/ruff",),
    configuration_files=(
        "ruff.toml",
        ".ruff.toml",
        "pyproject.toml",
    ),
    read=_read,
    runner=runs.RUNNER,
)
