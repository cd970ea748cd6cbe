"""GitHub artifact attestations: signed provenance of what a workflow builds."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    return Reading(runs=not asks_help(words(call)), activities=frozenset() if call.argv else None)  # gh only verifies


RECORD = ToolRecord(
    name=ToolName(
        name="github attestations",
        spoken=(
            "artifact attestations",
            "gh attestation",
            "github artifact attestations",
            "actions/attest-build-provenance",
        ),
        activities=frozenset({Activity.SIGNING}),
    ),
    subcommands=("gh attestation",),
    actions=(
        "actions/attest-build-provenance",
        "actions/attest-sbom",
        "actions/attest",
    ),
    read=_read,
)
