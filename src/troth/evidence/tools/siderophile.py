"""siderophile: finds the unsafe code that a Rust program reaches."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="siderophile", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("siderophile",),
    packages=(("cargo", "siderophile"),),
)
