"""cargo-crev: reviews of Rust dependencies, shared and signed."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-crev", spoken=("cargo crev",)),
    executables=("cargo-crev",),
    subcommands=("cargo crev",),
    packages=(("cargo", "cargo-crev"),),
)
