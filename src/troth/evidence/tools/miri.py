"""Miri: finds undefined behaviour while Rust tests run."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="miri", spoken=("cargo miri",), activities=frozenset({Activity.DYNAMIC_ANALYSIS})),
    executables=("cargo-miri",),
    subcommands=("cargo miri",),
    read=ordinary(Manner(only=("test", "run", "nextest"))),
    executes_project=True,
)
