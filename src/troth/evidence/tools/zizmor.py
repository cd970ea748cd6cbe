"""zizmor: weaknesses in GitHub workflows."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="zizmor", activities=frozenset({Activity.POSTURE, Activity.STATIC_ANALYSIS})),
    executables=("zizmor",),
    modules=("zizmor",),
    packages=(
        ("pip", "zizmor"),
        ("cargo", "zizmor"),
        ("brew", "zizmor"),
    ),
    actions=(
        "zizmorcore/zizmor-action",
        "woodruffw/zizmor-action",
    ),
    hooks=("zizmor",),
    images=("ghcr.io/zizmorcore/zizmor",),
    configuration_files=(
        "zizmor.yml",
        ".github/zizmor.yml",
        "zizmor.yaml",
        ".github/zizmor.yaml",
    ),
)
