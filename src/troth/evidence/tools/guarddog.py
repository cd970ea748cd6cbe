"""GuardDog: malicious packages."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="guarddog", activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    executables=("guarddog",),
    packages=(("pip", "guarddog"),),
)
