"""Mythril: weaknesses in EVM byte code."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="mythril", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=(
        "myth",
        "mythril",
    ),
    packages=(("pip", "mythril"),),
    images=("mythril/myth",),
    read=ordinary(Manner(only=("analyze", "a"))),
)
