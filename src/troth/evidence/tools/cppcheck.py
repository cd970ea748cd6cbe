"""Cppcheck: static analysis of C and C++."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cppcheck", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("cppcheck",),
    hooks=("cppcheck",),
)
