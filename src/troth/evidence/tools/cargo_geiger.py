"""cargo-geiger: counts unsafe Rust code in dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-geiger", spoken=("cargo geiger",), activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("cargo-geiger",),
    subcommands=("cargo geiger",),
    packages=(("cargo", "cargo-geiger"),),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS)),
    executes_project=True,
)
