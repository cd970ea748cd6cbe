"""Kingfisher: secrets in files and history, validated."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.evidence.tools.runs import kingfisher as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="kingfisher", activities=frozenset({Activity.SECRET_SCANNING}), ambiguous=True, proper=True),
    executables=("kingfisher",),
    packages=(
        ("pip", "kingfisher-bin"),
        ("brew", "kingfisher"),
    ),
    hook_entries=(HookEntry("", ("kingfisher", "scan")),),
    hooks=(
        "kingfisher",
        "kingfisher-docker",
    ),
    images=("ghcr.io/mongodb/kingfisher",),
    read=ordinary(Manner(only=("scan",))),
    runner=runs.RUNNER,
)
