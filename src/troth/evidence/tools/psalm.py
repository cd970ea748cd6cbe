"""Psalm: static analysis of PHP."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="psalm", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING}), ambiguous=True, proper=True
    ),
    executables=("psalm",),
    packages=(("composer", "vimeo/psalm"),),
    actions=("psalm/psalm-github-actions",),
    images=("vimeo/psalm-github-actions",),
    configuration_files=(
        "psalm.xml",
        "psalm.xml.dist",
    ),
    read=ordinary(Manner(config=("-c", "--config"), defaults=("psalm.xml", "psalm.xml.dist"))),
)
