"""minisign: signs files."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="minisign", activities=frozenset({Activity.SIGNING})),
    executables=(
        "minisign",
        "rsign",
    ),
    packages=(
        ("brew", "minisign"),
        ("cargo", "rsign2"),
    ),
    read=ordinary(Manner(only=(), never=("-V", "-G", "verify", "generate"))),
)
