"""composer audit: known vulnerabilities in PHP dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="composer audit",
        editions=("local-php-security-checker",),
        spoken=(
            "local-php-security-checker",
            "symfony security check",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("local-php-security-checker",),
    subcommands=(
        "composer audit",
        "symfony security:check",
    ),
    actions=("symfonycorp/security-checker-action",),
    read=ordinary(Manner()),
)
