"""Syft: bills of material of images and file systems."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="syft", spoken=("anchore syft",), activities=frozenset({Activity.SBOM})),
    executables=("syft",),
    go_packages=(
        "github.com/anchore/syft/cmd/syft",
        "github.com/anchore/syft",
    ),
    packages=(("brew", "syft"),),
    actions=("anchore/sbom-action",),
    images=(
        "anchore/syft",
        "ghcr.io/anchore/syft",
    ),
    configuration_files=(
        ".syft.yaml",
        ".syft.yml",
        "syft.yaml",
        ".syft/config.yaml",
    ),
)
