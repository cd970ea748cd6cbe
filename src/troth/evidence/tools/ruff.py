"""Ruff: linter and formatter of Python; rules S are those of Bandit."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

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
)
