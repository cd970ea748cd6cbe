"""TruffleHog: secrets in files and history."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="trufflehog",
        spoken=(
            "truffle hog",
            "trufflehog3",
        ),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    executables=(
        "trufflehog",
        "trufflehog3",
    ),
    go_packages=("github.com/trufflesecurity/trufflehog/v3",),
    packages=(
        ("pip", "trufflehog3"),
        ("pip", "trufflehog"),
        ("brew", "trufflehog"),
    ),
    actions=(
        "trufflesecurity/trufflehog",
        "edplato/trufflehog-actions-scan",
    ),
    hooks=("trufflehog",),
    images=(
        "trufflesecurity/trufflehog",
        "ghcr.io/trufflesecurity/trufflehog",
    ),
)
