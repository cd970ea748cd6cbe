"""Checkov: misconfiguration of infrastructure code."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="checkov", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.POSTURE})),
    executables=("checkov",),
    modules=("checkov",),
    packages=(
        ("pip", "checkov"),
        ("brew", "checkov"),
    ),
    actions=("bridgecrewio/checkov-action",),
    hooks=(
        "checkov",
        "terraform_checkov",
        "checkov_container",
    ),
    images=("bridgecrew/checkov",),
    configuration_files=(
        ".checkov.yml",
        ".checkov.yaml",
    ),
    read=ordinary(
        Manner(
            softeners=("--soft-fail", "-s"),
            soft_inputs=(("soft_fail", "true"),),
            thresholds=("--hard-fail-on",),
            config=("--config-file",),
            defaults=(".checkov.yml", ".checkov.yaml"),
            never=("--list",),
        )
    ),
)
