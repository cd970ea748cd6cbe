"""Codacy: static analysis as a service."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="codacy", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("codacy-analysis-cli",),
    actions=("codacy/codacy-analysis-cli-action",),
    configuration_files=(
        ".codacy.yml",
        ".codacy.yaml",
    ),
    hosted="Codacy is an app of the host",
    read=ordinary(
        Manner(softeners=(("--max-allowed-issues", "2147483647"),), soft_inputs=(("max-allowed-issues", "2147483647"),))
    ),
)
