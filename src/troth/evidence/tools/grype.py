"""Grype: known vulnerabilities in images and file systems."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="grype",
        spoken=("anchore grype",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.CONTAINER_SCANNING}),
    ),
    executables=("grype",),
    go_packages=(
        "github.com/anchore/grype/cmd/grype",
        "github.com/anchore/grype",
    ),
    packages=(("brew", "grype"),),
    actions=("anchore/scan-action",),
    hooks=("grype",),
    images=(
        "anchore/grype",
        "ghcr.io/anchore/grype",
    ),
    configuration_files=(
        ".grype.yaml",
        ".grype.yml",
        ".grype/config.yaml",
        "grype.yaml",
    ),
)
