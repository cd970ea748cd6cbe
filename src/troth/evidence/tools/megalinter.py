"""MegaLinter and Super-Linter: run many linters."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import surroundings
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- told by variables
    soft = surroundings(call, "DISABLE_ERRORS").lower() == "true"
    return Reading(softeners=("DISABLE_ERRORS: true",) if soft else ())


RECORD = ToolRecord(
    name=ToolName(
        name="megalinter",
        editions=("super-linter",),
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
    read=_read,
)
