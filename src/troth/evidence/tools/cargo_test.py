"""cargo test: tests of Rust."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo test", spoken=("cargo nextest",), activities=frozenset({Activity.TESTING})),
    executables=("cargo-nextest",),
    subcommands=(
        "cargo test",
        "cargo nextest",
        "cargo llvm-cov",
        "cargo tarpaulin",
    ),
    read=ordinary(Manner(softeners=("--no-run",))),
    executes_project=True,
)
