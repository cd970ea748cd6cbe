"""pytest: tests of Python."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="pytest", activities=frozenset({Activity.TESTING})),
    executables=(
        "pytest",
        "py.test",
    ),
    modules=("pytest",),
    packages=(("pip", "pytest"),),
    hooks=("pytest",),
    configuration_files=(
        "pytest.ini",
        "pyproject.toml",
        "tox.ini",
        "setup.cfg",
    ),
    executes_project=True,
)
