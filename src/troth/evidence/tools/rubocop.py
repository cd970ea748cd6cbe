"""RuboCop: linter of Ruby."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="rubocop", activities=frozenset({Activity.LINTING})),
    executables=("rubocop",),
    packages=(("gem", "rubocop"),),
    actions=("reviewdog/action-rubocop",),
    hooks=("rubocop",),
    configuration_files=(".rubocop.yml",),
    read=ordinary(
        Manner(
            thresholds=("--fail-level",),
            all_of=("info", "refactor", "convention", "autocorrect"),
            config=("-c", "--config"),
            defaults=(".rubocop.yml",),
        )
    ),
)
