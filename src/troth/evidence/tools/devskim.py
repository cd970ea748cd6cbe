"""DevSkim: weaknesses in source of many languages."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="devskim", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("devskim",),
    actions=("microsoft/devskim-action",),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS, strict=("-E",), never=("verify", "suppress", "fix"))),
)
