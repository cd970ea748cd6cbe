"""Dependabot: updates dependencies and alerts on vulnerable ones."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="dependabot",
        spoken=(
            "github dependabot",
            "dependabot alerts",
            "dependabot security updates",
        ),
        activities=frozenset({Activity.DEPENDENCY_UPDATE, Activity.DEPENDENCY_SCANNING}),
    ),
    actions=("dependabot/dependabot-core",),
    configuration_files=(
        ".github/dependabot.yml",
        ".github/dependabot.yaml",
        ".dependabot/config.yml",
    ),
    hosted="Dependabot alerts and security updates are settings of the hosted repository",
)
