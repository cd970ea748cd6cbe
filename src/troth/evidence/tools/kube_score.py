"""kube-score: weaknesses in Kubernetes manifests."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="kube-score", spoken=("kube score",), activities=frozenset({Activity.POSTURE, Activity.LINTING})
    ),
    executables=("kube-score",),
    packages=(("brew", "kube-score"),),
    images=("zegl/kube-score",),
    read=ordinary(Manner(only=("score",))),
)
