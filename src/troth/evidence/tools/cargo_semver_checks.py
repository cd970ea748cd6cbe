"""cargo-semver-checks: breaking changes of Rust crates."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-semver-checks", spoken=("cargo semver-checks",)),
    executables=("cargo-semver-checks",),
    subcommands=("cargo semver-checks",),
    packages=(("cargo", "cargo-semver-checks"),),
    actions=("obi1kenobi/cargo-semver-checks-action",),
)
