"""Semgrep: static analysis by patterns."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="semgrep",
        spoken=(
            "semgrep ci",
            "returntocorp semgrep",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
    ),
    executables=("semgrep",),
    modules=("semgrep",),
    packages=(
        ("pip", "semgrep"),
        ("brew", "semgrep"),
    ),
    actions=(
        "returntocorp/semgrep-action",
        "semgrep/semgrep-action",
    ),
    hooks=(
        "semgrep",
        "semgrep-ci",
        "semgrep-docker",
    ),
    images=(
        "returntocorp/semgrep",
        "semgrep/semgrep",
        "returntocorp/semgrep-agent",
    ),
    configuration_files=(
        ".semgrep.yml",
        ".semgrep.yaml",
        "semgrep.yml",
        "semgrep.yaml",
        ".semgrepignore",
        ".semgrep/*.yml",
        ".semgrep/*.yaml",
    ),
)
