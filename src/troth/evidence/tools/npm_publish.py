"""Publishes npm packages."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="npm publish", activities=frozenset({Activity.PUBLISHING})),
    subcommands=(
        "npm publish",
        "pnpm publish",
        "yarn publish",
        "yarn npm publish",
        "lerna publish",
        "changeset publish",
    ),
    actions=(
        "js-devtools/npm-publish",
        "changesets/action",
    ),
    read=ordinary(Manner(never=("--dry-run",))),
)
