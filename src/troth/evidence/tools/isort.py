"""isort: orders the imports of Python."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="isort", activities=frozenset({Activity.LINTING})),
    executables=("isort",),
    modules=("isort",),
    packages=(("pip", "isort"),),
    hooks=("isort",),
)
