"""clang-tidy: linter of C and C++."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="clang-tidy", spoken=("clang tidy",), activities=frozenset({Activity.LINTING})),
    executables=(
        "clang-tidy",
        "run-clang-tidy",
    ),
    hooks=("clang-tidy",),
    configuration_files=(".clang-tidy",),
    read=ordinary(Manner(exits=Exits.THRESHOLD)),
)
