"""Harden-Runner: watches the network of a workflow run."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="harden-runner",
        spoken=(
            "step-security",
            "step security",
            "stepsecurity",
            "stepsecurity harden-runner",
            "step-security/harden-runner",
        ),
    ),
    actions=("step-security/harden-runner",),
)
