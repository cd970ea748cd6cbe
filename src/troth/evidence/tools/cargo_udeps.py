"""cargo-udeps and cargo-machete: Rust dependencies that nothing uses."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="cargo-udeps",
        editions=(
            "cargo-machete",
            "cargo machete",
        ),
        spoken=(
            "cargo udeps",
            "cargo-machete",
            "cargo machete",
        ),
    ),
    executables=(
        "cargo-udeps",
        "cargo-machete",
    ),
    subcommands=(
        "cargo udeps",
        "cargo machete",
    ),
    packages=(
        ("cargo", "cargo-udeps"),
        ("cargo", "cargo-machete"),
    ),
    actions=("bnjbvr/cargo-machete",),
)
