"""cargo-fuzz: fuzzing of Rust with libFuzzer."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-fuzz", spoken=("cargo fuzz",), activities=frozenset({Activity.FUZZING})),
    executables=("cargo-fuzz",),
    subcommands=("cargo fuzz",),
    packages=(("cargo", "cargo-fuzz"),),
    read=ordinary(Manner(only=("run", "cmin"))),
    executes_project=True,
)
