"""GoReleaser: builds and publishes releases, with bills of material and signatures when told."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="goreleaser", activities=frozenset({Activity.PUBLISHING})),
    executables=("goreleaser",),
    go_packages=(
        "github.com/goreleaser/goreleaser",
        "github.com/goreleaser/goreleaser/v2",
    ),
    packages=(("brew", "goreleaser"),),
    actions=("goreleaser/goreleaser-action",),
    images=(
        "goreleaser/goreleaser",
        "ghcr.io/goreleaser/goreleaser",
    ),
    configuration_files=(
        ".goreleaser.yml",
        ".goreleaser.yaml",
        "goreleaser.yml",
        "goreleaser.yaml",
    ),
)
