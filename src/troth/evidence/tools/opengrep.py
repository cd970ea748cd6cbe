"""Opengrep: static analysis by patterns, the free fork of Semgrep."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="opengrep", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("opengrep",),
    hooks=("opengrep",),
    images=("ghcr.io/opengrep/opengrep",),
)
