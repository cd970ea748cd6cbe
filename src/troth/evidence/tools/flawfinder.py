"""Flawfinder: weaknesses in C and C++ source."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="flawfinder", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("flawfinder",),
    packages=(("pip", "flawfinder"),),
    actions=("david-a-wheeler/flawfinder",),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS, strict=("--error-level",), arguments=("arguments",))),
)
