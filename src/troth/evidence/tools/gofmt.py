"""gofmt: formatter of Go."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="gofmt", activities=frozenset({Activity.LINTING})),
    executables=(
        "gofmt",
        "gofumpt",
        "goimports",
    ),
    subcommands=("go fmt",),
    hooks=(
        "go-fmt",
        "gofmt",
        "go-imports",
    ),
)
