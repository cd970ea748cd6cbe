"""AFL++: fuzzing of native code."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="afl",
        spoken=(
            "afl++",
            "aflplusplus",
        ),
        activities=frozenset({Activity.FUZZING}),
    ),
    executables=("afl-fuzz",),
    subcommands=("cargo afl",),
    images=("aflplusplus/aflplusplus",),
    executes_project=True,
)
