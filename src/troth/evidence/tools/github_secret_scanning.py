"""Secret scanning of GitHub, with push protection: a hosted setting."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="github secret scanning",
        spoken=(
            "secret scanning by github",
            "github's secret scanning",
            "github secret protection",
            "github push protection",
            "push protection",
            "secret scanning with push protection",
            "secret scanning and push protection",
            "secret scanning + push protection",
        ),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    configuration_files=(".github/secret_scanning.yml",),
    hosted="secret scanning is a setting of the hosted repository",
)
