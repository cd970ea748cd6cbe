"""Veracode: static analysis as a service."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="veracode", activities=frozenset({Activity.STATIC_ANALYSIS})),
    actions=(
        "veracode/veracode-pipeline-scan-action",
        "veracode/veracode-uploadandscan-action",
        "veracode/veracode-sca",
    ),
    hosted="Veracode keeps its results",
    read=ordinary(Manner(exits=Exits.UPLOADS)),
)
