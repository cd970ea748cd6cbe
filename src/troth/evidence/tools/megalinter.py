"""MegaLinter and Super-Linter: run many linters."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="megalinter",
        spoken=(
            "super-linter",
            "superlinter",
            "mega-linter",
        ),
        activities=frozenset({Activity.LINTING}),
    ),
    actions=(
        "oxsecurity/megalinter",
        "oxsecurity/megalinter/*",
        "super-linter/super-linter",
        "super-linter/super-linter/slim",
        "github/super-linter",
        "github/super-linter/slim",
    ),
    images=(
        "oxsecurity/megalinter",
        "ghcr.io/super-linter/super-linter",
    ),
    configuration_files=(".mega-linter.yml",),
)
