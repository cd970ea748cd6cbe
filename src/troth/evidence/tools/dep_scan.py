"""OWASP dep-scan: known vulnerabilities in dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="dep-scan",
        spoken=(
            "depscan",
            "owasp dep-scan",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("depscan",),
    packages=(("pip", "owasp-depscan"),),
    actions=("appthreat/dep-scan-action",),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS)),
)
