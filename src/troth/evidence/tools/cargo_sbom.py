"""cargo-sbom: bills of material of Rust workspaces."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-sbom", spoken=("cargo sbom",), activities=frozenset({Activity.SBOM})),
    executables=("cargo-sbom",),
    subcommands=("cargo sbom",),
    packages=(("cargo", "cargo-sbom"),),
    actions=("psastras/sbom-rs/actions/install-cargo-sbom",),
)
