"""slsa-github-generator: SLSA provenance of what a workflow builds."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="slsa-github-generator",
        spoken=(
            "slsa github generator",
            "slsa generator",
            "slsa-generator",
        ),
        activities=frozenset({Activity.SIGNING}),
    ),
    actions=("slsa-framework/slsa-github-generator/*",),
)
