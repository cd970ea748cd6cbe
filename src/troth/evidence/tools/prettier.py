"""Prettier: formatter of JavaScript, Markdown and more."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="prettier", activities=frozenset({Activity.LINTING}), ambiguous=True),
    executables=("prettier",),
    packages=(("npm", "prettier"),),
    hooks=("prettier",),
    configuration_files=(
        ".prettierrc",
        ".prettierrc.json",
    ),
)
