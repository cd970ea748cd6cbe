"""cargo-audit: known vulnerabilities in Rust dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs import cargo_audit as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="cargo-audit",
        spoken=("cargo audit",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("cargo-audit",),
    subcommands=("cargo audit",),
    packages=(
        ("cargo", "cargo-audit"),
        ("brew", "cargo-audit"),
    ),
    actions=(
        "rustsec/audit-check",
        "actions-rs/audit-check",
        "actions-rust-lang/audit",
    ),
    hooks=("cargo-audit",),
    configuration_files=(
        ".cargo/audit.toml",
        "audit.toml",
    ),
    read=ordinary(Manner(never=("fix",), defaults=(".cargo/audit.toml",), arguments=())),
    runner=runs.RUNNER,
)
