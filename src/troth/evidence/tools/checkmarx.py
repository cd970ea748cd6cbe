"""Checkmarx: static analysis as a service."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="checkmarx", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("cx",),
    actions=(
        "checkmarx/ast-github-action",
        "checkmarx-ts/checkmarx-cxflow-github-action",
    ),
    hosted="Checkmarx keeps its results",
    read=ordinary(Manner(exits=Exits.UPLOADS)),
)
