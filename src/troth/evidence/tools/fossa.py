"""FOSSA: licences and vulnerabilities of dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="fossa", activities=frozenset({Activity.LICENCE_CHECK, Activity.DEPENDENCY_SCANNING})),
    executables=("fossa",),
    actions=(
        "fossas/fossa-action",
        "fossa-contrib/fossa-action",
    ),
    configuration_files=(".fossa.yml",),
    hosted="FOSSA's quick import is a setting of the hosted project",
    read=ordinary(Manner(exits=Exits.UPLOADS, strict=("test",), never=("init",))),
)
