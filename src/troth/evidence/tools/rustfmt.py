"""rustfmt: formatter of Rust."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="rustfmt", spoken=("cargo fmt",), activities=frozenset({Activity.LINTING})),
    executables=(
        "rustfmt",
        "cargo-fmt",
    ),
    subcommands=("cargo fmt",),
    actions=("actions-rust-lang/rustfmt",),
    hook_entries=(HookEntry("", ("cargo fmt", "--check")),),
    hooks=(
        "fmt",
        "rustfmt",
        "cargo-fmt",
    ),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS, strict=("--check",))),
)
