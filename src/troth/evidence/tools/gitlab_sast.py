"""SAST of GitLab, by template."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="gitlab sast", spoken=("gitlab static analysis",), activities=frozenset({Activity.STATIC_ANALYSIS})
    ),
    gitlab_templates=(
        "sast",
        "sast-iac",
    ),
)
