"""Renovate: updates dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="renovate",
        spoken=(
            "renovatebot",
            "renovate bot",
            "mend renovate",
        ),
        activities=frozenset({Activity.DEPENDENCY_UPDATE}),
    ),
    executables=("renovate",),
    packages=(("npm", "renovate"),),
    actions=("renovatebot/github-action",),
    images=(
        "renovate/renovate",
        "ghcr.io/renovatebot/renovate",
    ),
    configuration_files=(
        "renovate.json",
        "renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".github/renovate.json",
        ".github/renovate.json5",
        ".gitlab/renovate.json",
    ),
)
