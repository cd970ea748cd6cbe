"""njsscan: weaknesses in Node.js source."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="njsscan", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("njsscan",),
    modules=("njsscan",),
    packages=(("pip", "njsscan"),),
    actions=("ajinabraham/njsscan-action",),
    hooks=("njsscan",),
    configuration_files=(".njsscan",),
    read=ordinary(Manner(exits=Exits.FINDINGS_FAIL, config=("-c", "--config"), defaults=(".njsscan",))),
)
