"""bundler-audit: known vulnerabilities in Ruby gems."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="bundler-audit",
        spoken=(
            "bundle audit",
            "bundle-audit",
            "bundler audit",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=(
        "bundler-audit",
        "bundle-audit",
    ),
    subcommands=("bundle audit",),
    packages=(("gem", "bundler-audit"),),
    actions=("andrewmcodes/bundler-audit-action",),
    configuration_files=(".bundler-audit.yml",),
    read=ordinary(
        Manner(never=("update", "download", "stats"), config=("-c", "--config"), defaults=(".bundler-audit.yml",))
    ),
)
