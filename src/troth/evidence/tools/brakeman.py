"""Brakeman: weaknesses in Rails applications."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="brakeman", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("brakeman",),
    packages=(("gem", "brakeman"),),
    actions=(
        "artplan1/brakeman-action",
        "reviewdog/action-brakeman",
    ),
    hooks=("brakeman",),
    configuration_files=(
        "config/brakeman.yml",
        "config/brakeman.ignore",
    ),
    read=ordinary(
        Manner(softeners=("--no-exit-on-warn",), config=("-c", "--config-file"), defaults=("config/brakeman.yml",))
    ),
)
