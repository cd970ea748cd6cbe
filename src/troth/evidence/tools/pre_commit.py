"""pre-commit: runs the configured hooks."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="pre-commit", spoken=("pre-commit hooks framework",), ambiguous=True),
    executables=(
        "pre-commit",
        "prek",
    ),
    modules=("pre_commit",),
    packages=(
        ("pip", "pre-commit"),
        ("brew", "pre-commit"),
    ),
    actions=(
        "pre-commit/action",
        "j178/prek-action",
    ),
    configuration_files=(
        ".pre-commit-config.yaml",
        ".pre-commit-config.yml",
    ),
    hosted="pre-commit.ci is an app",
    read=ordinary(
        Manner(
            only=("run",),
            config=("-c", "--config"),
            defaults=(".pre-commit-config.yaml", ".pre-commit-config.yml"),
            arguments=(),
        )
    ),
)
