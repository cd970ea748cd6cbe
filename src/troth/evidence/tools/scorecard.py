"""OpenSSF Scorecard: the security posture of a repository."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="scorecard",
        spoken=(
            "openssf scorecard",
            "ossf scorecard",
            "scorecards",
            "openssf scorecards",
        ),
        activities=frozenset({Activity.POSTURE}),
        ambiguous=True,
    ),
    executables=("scorecard",),
    go_packages=(
        "github.com/ossf/scorecard/v5",
        "github.com/ossf/scorecard/v4",
    ),
    packages=(("brew", "scorecard"),),
    actions=("ossf/scorecard-action",),
    images=(
        "gcr.io/openssf/scorecard",
        "ghcr.io/ossf/scorecard",
    ),
    configuration_files=(
        "scorecard.yml",
        ".github/scorecard.yml",
    ),
    read=ordinary(Manner(exits=Exits.UPLOADS)),
)
