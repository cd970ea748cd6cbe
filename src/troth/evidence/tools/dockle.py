"""Dockle: linter of container images."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="dockle", activities=frozenset({Activity.CONTAINER_SCANNING})),
    executables=("dockle",),
    packages=(("brew", "dockle"),),
    actions=(
        "erzz/dockle-action",
        "goodwithtech/dockle-action",
        "hands-lab/dockle-action",
    ),
    images=("goodwithtech/dockle",),
)
