"""Retire.js: known vulnerable JavaScript libraries."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="retire.js",
        spoken=(
            "retirejs",
            "retire js",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("retire",),
    packages=(("npm", "retire"),),
    actions=("retirejs/retire-js-action",),
    hooks=("retire",),
    images=("retirejs/retire-js",),
)
