"""yamllint: linter of YAML."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="yamllint", activities=frozenset({Activity.LINTING})),
    executables=("yamllint",),
    modules=("yamllint",),
    packages=(("pip", "yamllint"),),
    hooks=("yamllint",),
    configuration_files=(
        ".yamllint",
        ".yamllint.yml",
        ".yamllint.yaml",
    ),
)
