"""GitGuardian (ggshield): secrets in files, commits and images."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="gitguardian",
        editions=("ggshield",),
        spoken=(
            "ggshield",
            "git guardian",
        ),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    executables=("ggshield",),
    modules=("ggshield",),
    packages=(
        ("pip", "ggshield"),
        ("brew", "ggshield"),
    ),
    actions=(
        "gitguardian/ggshield-action",
        "gitguardian/ggshield/actions/secret",
        "gitguardian/gg-shield-action",
    ),
    hook_entries=(HookEntry("", ("ggshield",), ("secret", "scan", "pre-commit")),),
    hooks=(
        "ggshield",
        "ggshield-push",
    ),
    images=("gitguardian/ggshield",),
    configuration_files=(
        ".gitguardian.yaml",
        ".gitguardian.yml",
    ),
    hosted="the GitGuardian app watches repositories without a file in the tree",
    read=ordinary(
        Manner(
            softeners=("--exit-zero",),
            config=("-c", "--config-path"),
            defaults=(".gitguardian.yaml", ".gitguardian.yml"),
            never=("auth", "install", "quota", "config", "api-status"),
        )
    ),
)
