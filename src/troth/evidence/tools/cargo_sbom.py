"""cargo-sbom: bills of material of Rust workspaces."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.evidence.tools.runs import cargo_sbom as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call)
    form = value(arguments, "--output-format") or "spdx_json_2_3"
    return Reading(
        runs=not asks_help(arguments) and bool(call.argv),  # its action only installs it
        sbom_formats=("cyclonedx",) if form.startswith("cyclone") else ("spdx",),
    )


RECORD = ToolRecord(
    name=ToolName(name="cargo-sbom", spoken=("cargo sbom",), activities=frozenset({Activity.SBOM})),
    executables=("cargo-sbom",),
    subcommands=("cargo sbom",),
    packages=(("cargo", "cargo-sbom"),),
    actions=("psastras/sbom-rs/actions/install-cargo-sbom",),
    read=_read,
    runner=runs.RUNNER,
)
