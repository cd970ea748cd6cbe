"""DevSkim: weaknesses in source of many languages."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="devskim", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("devskim",),
    actions=("microsoft/devskim-action",),
)
