"""Code scanning of GitHub: shows what analyses upload; its default setup is a hosted setting."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="github code scanning",
        spoken=(
            "code scanning by github",
            "github advanced security",
            "ghas",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
    ),
    hosted="code scanning alerts and the default setup are settings of the hosted repository",
)
