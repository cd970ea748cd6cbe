"""Publishes Rust crates."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo publish", activities=frozenset({Activity.PUBLISHING})),
    subcommands=(
        "cargo publish",
        "cargo release",
    ),
    actions=("katyo/publish-crates",),
    read=ordinary(Manner(never=("--dry-run",))),
)
