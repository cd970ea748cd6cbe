"""tfsec: misconfiguration of Terraform code."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="tfsec", activities=frozenset({Activity.STATIC_ANALYSIS, Activity.POSTURE})),
    executables=("tfsec",),
    go_packages=("github.com/aquasecurity/tfsec/cmd/tfsec",),
    packages=(("brew", "tfsec"),),
    actions=(
        "aquasecurity/tfsec-action",
        "aquasecurity/tfsec-pr-commenter-action",
        "aquasecurity/tfsec-sarif-action",
        "reviewdog/action-tfsec",
    ),
    hooks=(
        "tfsec",
        "terraform_tfsec",
    ),
    images=(
        "aquasec/tfsec",
        "tfsec/tfsec",
    ),
    read=ordinary(
        Manner(
            softeners=("--soft-fail", "-s"),
            soft_inputs=(("soft_fail", "true"),),
            thresholds=("--minimum-severity", "-m"),
            config=("--config-file",),
            arguments=("additional_args",),
        )
    ),
)
