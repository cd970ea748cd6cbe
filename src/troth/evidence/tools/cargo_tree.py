"""cargo tree: shows the dependency tree of a crate."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-tree", spoken=("cargo tree",)),
    subcommands=("cargo tree",),
    read=ordinary(Manner(exits=Exits.FINDINGS_PASS)),
)
