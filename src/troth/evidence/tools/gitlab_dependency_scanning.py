"""Dependency scanning of GitLab, by template."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="gitlab dependency scanning",
        editions=("gemnasium",),
        spoken=("gemnasium",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    gitlab_templates=("dependency-scanning",),
)
