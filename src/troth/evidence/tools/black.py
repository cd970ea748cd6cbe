"""Black: formatter of Python."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="black", activities=frozenset({Activity.LINTING}), ambiguous=True),
    executables=("black",),
    modules=("black",),
    packages=(("pip", "black"),),
    actions=("psf/black",),
    hook_entries=(HookEntry("", ("black", "--check")),),
    hooks=("black",),
    configuration_files=("pyproject.toml",),
    read=ordinary(
        Manner(exits=Exits.FINDINGS_PASS, strict=("--check", "--diff"), config=("--config",), arguments=("options",))
    ),
)
