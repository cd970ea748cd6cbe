"""Docker Scout: known vulnerabilities in images."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="docker scout", spoken=("docker scout cves",), activities=frozenset({Activity.CONTAINER_SCANNING})
    ),
    executables=("docker-scout",),
    subcommands=("docker scout",),
    actions=("docker/scout-action",),
    images=("docker/scout-cli",),
)
