"""dotnet list package --vulnerable: known vulnerabilities in NuGet dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="dotnet list package",
        spoken=(
            "nuget audit",
            "dotnet list package --vulnerable",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    subcommands=(
        "dotnet list package",
        "dotnet package list",
    ),
)
