"""Clair: known vulnerabilities in images."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="clair", activities=frozenset({Activity.CONTAINER_SCANNING}), ambiguous=True, proper=True),
    executables=(
        "clairctl",
        "clair-scanner",
    ),
    actions=("quay/clair-action",),
    images=(
        "quay.io/projectquay/clair",
        "arminc/clair-local-scan",
    ),
    read=ordinary(Manner()),
)
