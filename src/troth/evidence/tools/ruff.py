"""Ruff: linter and formatter of Python; rules S are those of Bandit."""

from __future__ import annotations

import re

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, inside, operands, present, softening, values, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RULES_OF_BANDIT = re.compile(r"""(?m)^\s*(?:extend-)?select\s*=\s*\[[^\]]*["'](?:S|ALL|S\d+)["']""")


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    first = operands(arguments, "--config", "--select", "--extend-select", "--ignore", "--output-format")[:1]
    named = tuple(path for path in (inside(directory, path) for path in values(arguments, "--config")) if path)
    files = named or present(repository, directory, (".ruff.toml", "ruff.toml", "pyproject.toml"), climb=True)
    chosen = ",".join(values(arguments, "--select", "--extend-select")).split(",")
    selects = any(rule in ("ALL", "S") or re.fullmatch(r"S\d+", rule) for rule in chosen)
    written = any(RULES_OF_BANDIT.search(repository.text(path) or "") for path in files)
    checks = first != ("format",)
    return Reading(
        runs=not asks_help(arguments) and first not in (("rule",), ("config",), ("linter",), ("clean",), ("server",)),
        softeners=softening(arguments, ("--exit-zero", "-e")),
        configuration=tuple(
            _table(path) for path in files if not path.endswith("pyproject.toml") or _has_table(repository, path)
        ),
        output=values(arguments, "-o", "--output-file"),
        activities=LINTS_AND_SCANS if checks and (selects or written) else None,
    )


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
)
