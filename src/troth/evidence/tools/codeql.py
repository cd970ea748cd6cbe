"""CodeQL: static analysis by queries, results uploaded to GitHub."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="codeql",
        spoken=(
            "github codeql",
            "code ql",
            "github code scanning",
            "code scanning",
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
)
