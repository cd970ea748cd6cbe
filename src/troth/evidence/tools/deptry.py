"""deptry: missing and unused dependencies of Python projects."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="deptry"),
    executables=("deptry",),
    modules=("deptry",),
    packages=(("pip", "deptry"),),
    hooks=("deptry",),
)
