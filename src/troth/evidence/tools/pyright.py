"""Pyright: type checking of Python."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="pyright", spoken=("basedpyright",), activities=frozenset({Activity.TYPE_CHECKING})),
    executables=(
        "pyright",
        "basedpyright",
    ),
    modules=("pyright",),
    packages=(
        ("pip", "pyright"),
        ("npm", "pyright"),
    ),
    actions=("jakebailey/pyright-action",),
    hooks=("pyright",),
    configuration_files=(
        "pyrightconfig.json",
        "pyproject.toml",
    ),
    read=ordinary(Manner(config=("-p", "--project"), defaults=("pyrightconfig.json",))),
)
