"""Sobelow: weaknesses in Phoenix applications."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="sobelow", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("sobelow",),
    subcommands=("mix sobelow",),
)
