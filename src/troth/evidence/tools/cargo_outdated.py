"""cargo-outdated: lists Rust dependencies with newer versions."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-outdated", spoken=("cargo outdated",)),
    executables=("cargo-outdated",),
    subcommands=("cargo outdated",),
    packages=(("cargo", "cargo-outdated"),),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS)),
)
