"""PHPStan: static analysis of PHP."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="phpstan", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.LINTING})),
    executables=("phpstan",),
    packages=(("composer", "phpstan/phpstan"),),
    configuration_files=(
        "phpstan.neon",
        "phpstan.neon.dist",
    ),
    read=ordinary(
        Manner(
            config=("-c", "--configuration"),
            defaults=("phpstan.neon", "phpstan.neon.dist"),
            never=("clear-result-cache", "list"),
        )
    ),
)
