"""golangci-lint: runs many linters of Go, gosec among them when enabled."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="golangci-lint",
        spoken=(
            "golangci",
            "golangci lint",
        ),
        activities=frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS}),
    ),
    executables=("golangci-lint",),
    go_packages=(
        "github.com/golangci/golangci-lint/cmd/golangci-lint",
        "github.com/golangci/golangci-lint/v2/cmd/golangci-lint",
    ),
    packages=(("brew", "golangci-lint"),),
    actions=(
        "golangci/golangci-lint-action",
        "reviewdog/action-golangci-lint",
    ),
    hooks=(
        "golangci-lint",
        "golangci-lint-full",
        "golangci-lint-mod",
        "golangci-lint-repo-mod",
    ),
    images=("golangci/golangci-lint",),
    configuration_files=(
        ".golangci.yml",
        ".golangci.yaml",
        ".golangci.toml",
        ".golangci.json",
    ),
)
