"""GitHub artifact attestations: signed provenance of what a workflow builds."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="github attestations",
        spoken=(
            "artifact attestations",
            "gh attestation",
            "github artifact attestations",
            "actions/attest-build-provenance",
            "build provenance attestations",
        ),
        activities=frozenset({Activity.SIGNING}),
    ),
    subcommands=("gh attestation",),
    actions=(
        "actions/attest-build-provenance",
        "actions/attest-sbom",
        "actions/attest",
    ),
)
