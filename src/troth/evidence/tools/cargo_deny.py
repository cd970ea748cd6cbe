"""cargo-deny: advisories, licences, bans and sources of Rust dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="cargo-deny",
        spoken=("cargo deny",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.LICENCE_CHECK}),
    ),
    executables=("cargo-deny",),
    subcommands=("cargo deny",),
    packages=(
        ("cargo", "cargo-deny"),
        ("brew", "cargo-deny"),
    ),
    actions=("embarkstudios/cargo-deny-action",),
    hooks=("cargo-deny",),
    images=("embarkstudios/cargo-deny",),
    configuration_files=(
        "deny.toml",
        ".deny.toml",
        ".cargo/deny.toml",
        "deny.exceptions.toml",
    ),
)
