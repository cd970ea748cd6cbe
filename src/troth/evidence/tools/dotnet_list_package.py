"""dotnet list package --vulnerable: known vulnerabilities in NuGet dependencies."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import has, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    return Reading(runs=bool(has(words(call), "--vulnerable")), exits=Exits.FINDINGS_PASS)


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
    read=_read,
)
