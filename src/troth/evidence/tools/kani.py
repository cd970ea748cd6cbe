"""Kani: proves properties of Rust code."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="kani", ambiguous=True, proper=True),
    executables=(
        "kani",
        "cargo-kani",
    ),
    subcommands=("cargo kani",),
    packages=(("cargo", "kani-verifier"),),
    actions=("model-checking/kani-github-action",),
)
