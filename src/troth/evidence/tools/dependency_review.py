"""Dependency review of GitHub: refuses pull requests that bring vulnerable dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="dependency-review",
        spoken=(
            "dependency review",
            "dependency-review-action",
            "dependency review action",
            "actions/dependency-review-action",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.LICENCE_CHECK}),
    ),
    actions=("actions/dependency-review-action",),
    configuration_files=(".github/dependency-review-config.yml",),
)
