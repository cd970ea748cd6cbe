"""Flake8: linter of Python."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="flake8", activities=frozenset({Activity.LINTING})),
    executables=("flake8",),
    modules=("flake8",),
    packages=(("pip", "flake8"),),
    hooks=("flake8",),
    configuration_files=(
        ".flake8",
        "setup.cfg",
        "tox.ini",
    ),
    read=ordinary(
        Manner(softeners=("--exit-zero",), config=("--config",), defaults=("setup.cfg", "tox.ini", ".flake8"))
    ),
)
