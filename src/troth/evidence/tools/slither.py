"""Slither: weaknesses in Solidity contracts."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="slither", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("slither",),
    packages=(("pip", "slither-analyzer"),),
    actions=("crytic/slither-action",),
    configuration_files=("slither.config.json",),
    read=ordinary(
        Manner(
            softeners=("--fail-none",),
            soft_inputs=(("fail-on", "none"),),
            thresholds=("--fail-on",),
            all_of=("all", "pedantic", "low"),
            config=("--config-file",),
            defaults=("slither.config.json",),
            arguments=("slither-args",),
        )
    ),
)
