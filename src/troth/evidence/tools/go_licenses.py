"""go-licenses: licences of Go dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="go-licenses", activities=frozenset({Activity.LICENCE_CHECK})),
    executables=("go-licenses",),
    go_packages=(
        "github.com/google/go-licenses",
        "github.com/google/go-licenses/v2",
    ),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS, strict=("check",), only=("check", "report", "csv", "save"))),
)
