"""Valgrind: memory errors of running programs."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="valgrind", activities=frozenset({Activity.DYNAMIC_ANALYSIS})),
    executables=("valgrind",),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS, strict=("--error-exitcode",))),
    executes_project=True,
)
