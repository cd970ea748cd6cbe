"""CodeQL: static analysis by queries, results uploaded to GitHub."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, truthy, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- named by another step
    arguments = words(call)
    analyses = not call.argv or arguments[:2] == ("database", "analyze")
    uploads = not call.argv and truthy(given(call, "upload", "always"))
    return Reading(
        runs=analyses and not asks_help(arguments),
        exits=Exits.UPLOADS if uploads else Exits.FINDINGS_PASS,
        output=values(arguments, "--output") + tuple(filter(None, (given(call, "output"),))),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="codeql",
        spoken=(
            "github codeql",
            "code ql",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
    ),
    executables=("codeql",),
    actions=("github/codeql-action/analyze",),
    configuration_files=(
        ".github/codeql/codeql-config.yml",
        ".github/codeql/*.yml",
        ".github/codeql/*.yaml",
        ".github/codeql-config.yml",
        ".github/codeql.yml",
    ),
    hosted="CodeQL default setup is a setting of the hosted repository",
    read=_read,
)
