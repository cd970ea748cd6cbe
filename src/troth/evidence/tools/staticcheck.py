"""Staticcheck: static analysis of Go."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="staticcheck", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("staticcheck",),
    go_packages=("honnef.co/go/tools/cmd/staticcheck",),
    actions=("dominikh/staticcheck-action",),
    hooks=(
        "staticcheck",
        "go-staticcheck-mod",
        "go-staticcheck",
    ),
    configuration_files=("staticcheck.conf",),
    read=ordinary(Manner(softeners=(("-fail", "none"),), never=("-list-checks", "-explain"))),
)
