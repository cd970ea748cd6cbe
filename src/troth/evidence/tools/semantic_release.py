"""semantic-release: publishes releases from commit messages."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="semantic-release", activities=frozenset({Activity.PUBLISHING})),
    executables=("semantic-release",),
    packages=(
        ("npm", "semantic-release"),
        ("pip", "python-semantic-release"),
    ),
    actions=(
        "cycjimmy/semantic-release-action",
        "python-semantic-release/python-semantic-release",
    ),
    read=ordinary(Manner(never=("--dry-run",))),
)
