"""pip-audit: known vulnerabilities in Python dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="pip-audit",
        spoken=(
            "pip audit",
            "pypa pip-audit",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("pip-audit",),
    modules=("pip_audit",),
    packages=(
        ("pip", "pip-audit"),
        ("brew", "pip-audit"),
    ),
    actions=("pypa/gh-action-pip-audit",),
    hooks=("pip-audit",),
)
