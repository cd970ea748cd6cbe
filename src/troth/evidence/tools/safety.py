"""Safety: known vulnerabilities in Python dependencies, by a commercial database."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="safety",
        spoken=(
            "safety cli",
            "pyup safety",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
        ambiguous=True,
    ),
    executables=("safety",),
    modules=("safety",),
    packages=(("pip", "safety"),),
    actions=(
        "pyupio/safety-action",
        "pyupio/safety",
    ),
    hooks=(
        "python-safety-dependencies-check",
        "safety",
    ),
    images=("pyupio/safety",),
    configuration_files=(
        ".safety-policy.yml",
        ".safety-policy.yaml",
    ),
)
