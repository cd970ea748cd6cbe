"""npm audit: known vulnerabilities in npm dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="npm audit", spoken=("npm-audit",), activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    executables=(
        "audit-ci",
        "better-npm-audit",
        "npm-audit-resolver",
    ),
    subcommands=("npm audit",),
    packages=(
        ("npm", "audit-ci"),
        ("npm", "better-npm-audit"),
    ),
    actions=("oke-py/npm-audit-action",),
    configuration_files=(
        "audit-ci.json",
        "audit-ci.jsonc",
        ".nsprc",
    ),
)
