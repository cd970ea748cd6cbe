"""detect-secrets: secrets in files, held against a baseline."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="detect-secrets",
        spoken=(
            "detect secrets",
            "yelp detect-secrets",
        ),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    executables=(
        "detect-secrets",
        "detect-secrets-hook",
    ),
    modules=("detect_secrets",),
    packages=(
        ("pip", "detect-secrets"),
        ("brew", "detect-secrets"),
    ),
    actions=(
        "reviewdog/action-detect-secrets",
        "secret-scanner/action",
    ),
    hooks=("detect-secrets",),
    configuration_files=(".secrets.baseline",),
)
