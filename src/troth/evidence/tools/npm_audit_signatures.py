"""npm audit signatures: registry signatures and provenance of npm packages."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="npm audit signatures", spoken=("npm signature audit",)),
    subcommands=("npm audit signatures",),
    read=ordinary(Manner()),
)
