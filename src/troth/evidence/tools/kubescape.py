"""Kubescape: posture of Kubernetes clusters and manifests."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="kubescape", activities=frozenset({Activity.POSTURE})),
    executables=("kubescape",),
    packages=(("brew", "kubescape"),),
    actions=("kubescape/github-action",),
    read=ordinary(
        Manner(
            exits=Exits.FINDINGS_PASS,
            strict=("--fail-threshold", "--compliance-threshold"),
            thresholds=("--severity-threshold",),
            only=("scan",),
        )
    ),
)
