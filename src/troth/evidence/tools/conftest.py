"""Conftest: holds configuration against policies written in Rego."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="conftest", ambiguous=True, proper=True, activities=frozenset({Activity.POSTURE})),
    executables=("conftest",),
    images=("openpolicyagent/conftest",),
)
