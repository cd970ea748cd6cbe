"""DeepSource: static analysis as a service."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="deepsource", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("deepsource",),
    configuration_files=(".deepsource.toml",),
    hosted="DeepSource is an app of the host",
    read=ordinary(Manner(exits=Exits.UPLOADS)),
)
