"""Coverity: static analysis of native code, results uploaded."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="coverity", spoken=("coverity scan",), activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=(
        "cov-build",
        "cov-analyze",
        "coverity",
    ),
    actions=("vapier/coverity-scan-action",),
    hosted="Coverity Scan keeps its results",
    read=ordinary(Manner(exits=Exits.UPLOADS)),
)
