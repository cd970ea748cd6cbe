"""bun audit: known vulnerabilities in npm dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="bun audit", activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    subcommands=("bun audit",),
    read=ordinary(Manner(thresholds=("--audit-level",), all_of=("info", "low"))),
)
