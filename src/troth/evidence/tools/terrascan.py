"""Terrascan: misconfiguration of infrastructure code."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="terrascan", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.POSTURE})),
    executables=("terrascan",),
    packages=(("brew", "terrascan"),),
    actions=(
        "tenable/terrascan-action",
        "accurics/terrascan-action",
    ),
    hook_entries=(HookEntry("", ("terrascan", "scan")),),
    hooks=(
        "terrascan",
        "terraform_terrascan",
    ),
    images=(
        "tenable/terrascan",
        "accurics/terrascan",
    ),
    read=ordinary(Manner(only=("scan",), soft_inputs=(("only_warn", "true"),), config=("-c", "--config-path"))),
)
