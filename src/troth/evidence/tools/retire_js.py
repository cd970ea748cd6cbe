"""Retire.js: known vulnerable JavaScript libraries."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
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
    read=ordinary(Manner(softeners=(("--exitwith", "0"),), thresholds=("--severity",), all_of=("none", "low"))),
)
