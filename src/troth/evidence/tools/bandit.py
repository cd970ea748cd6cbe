"""Bandit: weaknesses in Python source."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="bandit", spoken=("pycqa bandit",), activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("bandit",),
    modules=("bandit",),
    packages=(("pip", "bandit"),),
    actions=(
        "pycqa/bandit-action",
        "mdegis/bandit-action",
        "tj-actions/bandit",
        "shundor/python-bandit-scan",
        "jpetrucciani/bandit-check",
        "reviewdog/action-bandit",
    ),
    hooks=("bandit",),
    images=(
        "ghcr.io/pycqa/bandit/bandit",
        "cytopia/bandit",
        "secfigo/bandit",
    ),
    configuration_files=(
        ".bandit",
        "bandit.yaml",
        "bandit.yml",
        "bandit.toml",
        ".bandit.yml",
        ".bandit.yaml",
        "bandit.ini",
        "setup.cfg",
        "tox.ini",
        "pyproject.toml",
    ),
)
