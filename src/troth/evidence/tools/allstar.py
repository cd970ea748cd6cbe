"""Allstar: watches the settings of repositories."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="allstar", activities=frozenset({Activity.POSTURE}), ambiguous=True, proper=True),
    configuration_files=(".allstar/*.yaml",),
    hosted="Allstar is an app of the host",
)
