"""Horusec: runs several scanners of source."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="horusec", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("horusec",),
    actions=("fike/horusec-action",),
    images=("horuszup/horusec-cli",),
    configuration_files=("horusec-config.json",),
    read=ordinary(
        Manner(
            exits=Exits.FINDINGS_PASS,
            strict=("-e", "--return-error"),
            only=("start",),
            config=("--config-file-path",),
            defaults=("horusec-config.json",),
        )
    ),
)
