"""uv audit: known vulnerabilities in the locked Python dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="uv audit", activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    subcommands=("uv audit",),
    read=ordinary(Manner()),
)
