"""Secret detection of GitLab, by template."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="gitlab secret detection",
        spoken=("gitlab secret scanning",),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    gitlab_templates=("secret-detection",),
)
