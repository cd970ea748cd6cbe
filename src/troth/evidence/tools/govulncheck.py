"""govulncheck: known vulnerabilities that Go code reaches."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="govulncheck", spoken=("go vulncheck",), activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    executables=("govulncheck",),
    go_packages=("golang.org/x/vuln/cmd/govulncheck",),
    actions=(
        "golang/govulncheck-action",
        "templ-go/govulncheck-action",
    ),
    hooks=("govulncheck",),
)
