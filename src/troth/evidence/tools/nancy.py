"""Nancy: known vulnerabilities in Go dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="nancy", activities=frozenset({Activity.DEPENDENCY_SCANNING}), ambiguous=True),
    executables=("nancy",),
    go_packages=("github.com/sonatype-nexus-community/nancy",),
    packages=(("brew", "nancy"),),
    actions=("sonatype-nexus-community/nancy-github-action",),
    images=("sonatypecommunity/nancy",),
    configuration_files=(".nancy-ignore",),
    read=ordinary(Manner(never=("update",), arguments=("nancyCommand",))),
)
