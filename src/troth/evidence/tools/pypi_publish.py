"""Publishes Python packages."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="pypi publish", spoken=("twine",), activities=frozenset({Activity.PUBLISHING})),
    executables=("twine",),
    subcommands=(
        "uv publish",
        "poetry publish",
        "flit publish",
        "hatch publish",
        "maturin publish",
        "maturin upload",
    ),
    modules=("twine",),
    packages=(("pip", "twine"),),
    actions=("pypa/gh-action-pypi-publish",),
    read=ordinary(Manner(never=("check", "register"))),
)
