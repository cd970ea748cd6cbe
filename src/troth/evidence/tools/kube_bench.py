"""kube-bench: holds a Kubernetes cluster against the CIS benchmark."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="kube-bench", spoken=("kube bench",), activities=frozenset({Activity.POSTURE})),
    executables=("kube-bench",),
    images=("aquasec/kube-bench",),
)
