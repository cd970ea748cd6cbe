"""pip-audit: known vulnerabilities in Python dependencies."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, has, soft_inputs, value, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.evidence.tools.runs import pip_audit as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call, "internal-be-careful-extra-flags")
    form = value(arguments, "-f", "--format") or ""
    return Reading(
        runs=not asks_help(arguments) and not (has(arguments, "-d", "--dry-run") and not has(arguments, "--fix")),
        softeners=soft_inputs(call, (("internal-be-careful-allow-failure", "true"),)),
        sbom_formats=("cyclonedx",) if form.startswith("cyclonedx") else (),
        output=values(arguments, "-o", "--output"),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="pip-audit",
        spoken=(
            "pip audit",
            "pypa pip-audit",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("pip-audit",),
    modules=("pip_audit",),
    packages=(
        ("pip", "pip-audit"),
        ("brew", "pip-audit"),
    ),
    actions=("pypa/gh-action-pip-audit",),
    hooks=("pip-audit",),
    read=_read,
    runner=runs.RUNNER,
)
