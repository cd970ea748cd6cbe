"""MobSF: weaknesses of mobile applications."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="mobsf", editions=("mobsfscan",), spoken=("mobsfscan",), activities=frozenset({Activity.STATIC_ANALYSIS})
    ),
    executables=("mobsfscan",),
    packages=(("pip", "mobsfscan"),),
    actions=("mobsf/mobsfscan",),
    read=ordinary(Manner(exits=Exits.FINDINGS_FAIL)),
)
