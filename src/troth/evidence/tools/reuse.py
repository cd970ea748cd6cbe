"""REUSE: every file states its licence."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="reuse", activities=frozenset({Activity.LICENCE_CHECK}), ambiguous=True),
    executables=("reuse",),
    modules=("reuse",),
    packages=(("pip", "reuse"),),
    actions=("fsfe/reuse-action",),
    hook_entries=(HookEntry("", ("reuse", "lint")),),
    hooks=(
        "reuse",
        "reuse-lint-file",
    ),
    images=("fsfe/reuse",),
    configuration_files=("REUSE.toml",),
    read=ordinary(Manner(only=("lint", "lint-file"))),
)
