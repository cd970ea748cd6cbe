"""Gitleaks: secrets in files and history."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.evidence.tools.runs import gitleaks as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="gitleaks", activities=frozenset({Activity.SECRET_SCANNING})),
    executables=("gitleaks",),
    go_packages=(
        "github.com/gitleaks/gitleaks/v8",
        "github.com/zricethezav/gitleaks/v8",
    ),
    packages=(("brew", "gitleaks"),),
    actions=(
        "gitleaks/gitleaks-action",
        "zricethezav/gitleaks-action",
        "gacts/gitleaks",
    ),
    hook_entries=(HookEntry("", ("gitleaks", "git", "--pre-commit", "--staged")),),
    hooks=(
        "gitleaks",
        "gitleaks-docker",
        "gitleaks-system",
    ),
    images=(
        "zricethezav/gitleaks",
        "ghcr.io/gitleaks/gitleaks",
        "ghcr.io/zricethezav/gitleaks",
        "gitleaks/gitleaks",
    ),
    configuration_files=(
        ".gitleaks.toml",
        "gitleaks.toml",
        ".gitleaksignore",
    ),
    read=ordinary(
        Manner(
            softeners=(("--exit-code", "0"),),
            config=("-c", "--config"),
            defaults=(".gitleaks.toml",),
            only=("detect", "protect", "dir", "git", "stdin"),
        )
    ),
    runner=runs.RUNNER,
)
