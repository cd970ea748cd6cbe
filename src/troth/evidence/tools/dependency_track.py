"""Dependency-Track: watches bills of material for known vulnerabilities."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="dependency-track",
        ambiguous=True,
        proper=True,
        spoken=("dependency track",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    actions=("dependencytrack/gh-upload-sbom",),
    read=ordinary(Manner(exits=Exits.UPLOADS)),
)
