"""cargo-auditable: embeds the dependency list in Rust binaries."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-auditable", spoken=("cargo auditable",), activities=frozenset({Activity.SBOM})),
    executables=("cargo-auditable",),
    subcommands=("cargo auditable",),
    packages=(("cargo", "cargo-auditable"),),
)
