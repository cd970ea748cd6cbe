"""Opengrep: static analysis by patterns, the free fork of Semgrep."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="opengrep", activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("opengrep",),
    hooks=("opengrep",),
    images=("ghcr.io/opengrep/opengrep",),
    read=ordinary(
        Manner(
            exits=Exits.FINDINGS_PASS,
            strict=("--error", "ci"),
            config=("--config", "-f", "-c"),
            never=("validate", "test", "login", "show"),
        )
    ),
)
