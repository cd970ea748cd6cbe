"""DAST of GitLab, by template."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="gitlab dast", activities=frozenset({Activity.DYNAMIC_ANALYSIS})),
    gitlab_templates=(
        "dast",
        "dast-api",
        "api-security",
    ),
)
