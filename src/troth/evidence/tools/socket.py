"""Socket: suspicious and vulnerable packages."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="socket",
        spoken=(
            "socket.dev",
            "socket security",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
        ambiguous=True,
    ),
    executables=(
        "socket",
        "socketcli",
        "socket-npm",
    ),
    packages=(
        ("npm", "socket"),
        ("npm", "@socketsecurity/cli"),
        ("pip", "socketsecurity"),
    ),
    actions=("socketdev/action",),
    configuration_files=(
        "socket.yml",
        "socket.yaml",
    ),
    hosted="the Socket app watches pull requests without a workflow",
)
