"""Trivy: vulnerabilities, misconfiguration and secrets in images, files and repositories."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="trivy", activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.CONTAINER_SCANNING})),
    executables=("trivy",),
    packages=(("brew", "trivy"),),
    actions=(
        "aquasecurity/trivy-action",
        "lazy-actions/gitrivy",
    ),
    hooks=(
        "trivy",
        "terraform_trivy",
        "trivyfs-docker",
        "trivyconfig-docker",
    ),
    images=(
        "aquasec/trivy",
        "ghcr.io/aquasecurity/trivy",
        "public.ecr.aws/aquasecurity/trivy",
    ),
    configuration_files=(
        "trivy.yaml",
        "trivy.yml",
        ".trivyignore",
        ".trivyignore.yaml",
        ".trivyignore.yml",
    ),
)
