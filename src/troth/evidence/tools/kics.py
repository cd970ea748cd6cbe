"""KICS: misconfiguration of infrastructure code."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="kics", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.POSTURE})),
    executables=("kics",),
    actions=(
        "checkmarx/kics-github-action",
        "checkmarx/kics-action",
    ),
    images=("checkmarx/kics",),
    read=ordinary(
        Manner(
            softeners=(("--ignore-on-exit", "all"), ("--ignore-on-exit", "results")),
            soft_inputs=(("ignore_on_exit", "all"), ("ignore_on_exit", "results")),
            thresholds=("--fail-on", "--fail_on"),
            only=("scan",),
        )
    ),
)
