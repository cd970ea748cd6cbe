"""Nuclei: probes running services with templates."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="nuclei", activities=frozenset({Activity.DYNAMIC_ANALYSIS}), ambiguous=True, proper=True),
    executables=("nuclei",),
    go_packages=(
        "github.com/projectdiscovery/nuclei/v3/cmd/nuclei",
        "github.com/projectdiscovery/nuclei/v2/cmd/nuclei",
    ),
    packages=(("brew", "nuclei"),),
    actions=("projectdiscovery/nuclei-action",),
    images=("projectdiscovery/nuclei",),
    read=ordinary(
        Manner(exits=Exits.FINDINGS_PASS, never=("-update", "-update-templates", "-ut"), arguments=("flags",))
    ),
)
