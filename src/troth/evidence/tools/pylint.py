"""Pylint: linter of Python."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="pylint", activities=frozenset({Activity.LINTING})),
    executables=("pylint",),
    modules=("pylint",),
    packages=(("pip", "pylint"),),
    hooks=("pylint",),
    configuration_files=(
        ".pylintrc",
        "pylintrc",
        "pyproject.toml",
    ),
    read=ordinary(Manner(softeners=("--exit-zero",), config=("--rcfile",), defaults=("pylintrc", ".pylintrc"))),
)
