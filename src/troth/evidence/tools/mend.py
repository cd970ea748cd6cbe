"""Mend (WhiteSource): vulnerable and unlicensed dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="mend",
        editions=("whitesource",),
        spoken=(
            "whitesource",
            "mend bolt",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.LICENCE_CHECK}),
        ambiguous=True,
    ),
    configuration_files=(".whitesource",),
    hosted="Mend is an app of the host",
)
