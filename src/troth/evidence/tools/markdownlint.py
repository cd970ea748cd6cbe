"""markdownlint: linter of Markdown."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="markdownlint", activities=frozenset({Activity.LINTING})),
    executables=(
        "markdownlint",
        "markdownlint-cli2",
    ),
    packages=(
        ("npm", "markdownlint-cli"),
        ("npm", "markdownlint-cli2"),
    ),
    actions=("davidanson/markdownlint-cli2-action",),
    hooks=(
        "markdownlint",
        "markdownlint-cli2",
    ),
)
