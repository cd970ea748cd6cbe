"""Harden-Runner: watches the network of a workflow run."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    blocks = given(call, "egress-policy") == "block"
    return Reading(exits=Exits.FINDINGS_FAIL if blocks else Exits.FINDINGS_PASS)


RECORD = ToolRecord(
    name=ToolName(
        name="harden-runner",
        editions=(
            "stepsecurity",
            "step security",
        ),
        spoken=(
            "step-security",
            "step security",
            "stepsecurity",
            "stepsecurity harden-runner",
            "step-security/harden-runner",
        ),
    ),
    actions=("step-security/harden-runner",),
    read=_read,
)
