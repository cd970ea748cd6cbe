"""go vet: suspicious constructs in Go."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="go vet", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    subcommands=("go vet",),
    hooks=(
        "go-vet",
        "go-vet-mod",
        "go-vet-repo-mod",
    ),
)
