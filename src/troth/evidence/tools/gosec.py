"""gosec: weaknesses in Go source."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="gosec",
        spoken=(
            "go sec",
            "securego/gosec",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
    ),
    executables=("gosec",),
    go_packages=(
        "github.com/securego/gosec/v2/cmd/gosec",
        "github.com/securego/gosec/cmd/gosec",
        "github.com/securego/gosec",
    ),
    packages=(("brew", "gosec"),),
    actions=("securego/gosec",),
    hooks=(
        "gosec",
        "go-sec-mod",
        "go-sec-repo-mod",
    ),
    images=(
        "securego/gosec",
        "ghcr.io/securego/gosec",
    ),
    configuration_files=(
        "gosec.json",
        ".gosec.json",
        "gosec.conf.json",
        ".gosec.yml",
        ".gosec.yaml",
        ".gosec",
        "gosec.yml",
        "gosec.yaml",
    ),
)
