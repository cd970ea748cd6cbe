"""Kubesec: risks of Kubernetes manifests."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="kubesec", activities=frozenset({Activity.POSTURE})),
    executables=("kubesec",),
    actions=("controlplaneio/kubesec-action",),
    images=("kubesec/kubesec",),
)
