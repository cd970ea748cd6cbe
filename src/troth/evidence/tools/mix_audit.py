"""mix_audit: known vulnerabilities in Elixir dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="mix audit",
        spoken=(
            "mix_audit",
            "mix deps.audit",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    subcommands=(
        "mix deps.audit",
        "mix hex.audit",
    ),
)
