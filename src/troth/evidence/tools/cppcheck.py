"""Cppcheck: static analysis of C and C++."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cppcheck", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("cppcheck",),
    hooks=("cppcheck",),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS, strict=("--error-exitcode",))),
)
