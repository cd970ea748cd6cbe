"""libFuzzer and Go's native fuzzing."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="libfuzzer",
        editions=("go-fuzz",),
        spoken=(
            "go fuzz",
            "go-fuzz",
        ),
        activities=frozenset({Activity.FUZZING}),
    ),
    executables=("go-fuzz",),
    executes_project=True,
)
