"""go test: tests of Go."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="go test", activities=frozenset({Activity.TESTING})),
    executables=("gotestsum",),
    subcommands=("go test",),
    hooks=(
        "go-test-mod",
        "go-unit-tests",
        "go-test-repo-mod",
    ),
)
