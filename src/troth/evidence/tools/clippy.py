"""Clippy: linter of Rust."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="clippy", spoken=("cargo clippy",), activities=frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS})
    ),
    executables=(
        "cargo-clippy",
        "clippy-driver",
    ),
    subcommands=("cargo clippy",),
    actions=(
        "actions-rs/clippy-check",
        "giraffate/clippy-action",
        "auguwu/clippy-action",
    ),
    hooks=(
        "clippy",
        "cargo-clippy",
    ),
    configuration_files=(
        "clippy.toml",
        ".clippy.toml",
    ),
)
