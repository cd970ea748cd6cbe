"""mypy: type checking of Python."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="mypy", activities=frozenset({Activity.TYPE_CHECKING})),
    executables=(
        "mypy",
        "dmypy",
    ),
    modules=("mypy",),
    packages=(("pip", "mypy"),),
    hooks=("mypy",),
    configuration_files=(
        "mypy.ini",
        ".mypy.ini",
        "pyproject.toml",
        "setup.cfg",
    ),
    read=ordinary(Manner(config=("--config-file",), defaults=("mypy.ini", ".mypy.ini"))),
)
