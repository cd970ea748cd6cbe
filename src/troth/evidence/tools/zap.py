"""ZAP: probes running web applications."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="zap",
        spoken=(
            "owasp zap",
            "zaproxy",
            "zed attack proxy",
            "zap baseline",
        ),
        activities=frozenset({Activity.DYNAMIC_ANALYSIS}),
        ambiguous=True,
    ),
    executables=(
        "zap.sh",
        "zap-baseline.py",
        "zap-full-scan.py",
        "zap-api-scan.py",
        "zap-cli",
        "zap",
    ),
    actions=(
        "zaproxy/action-baseline",
        "zaproxy/action-full-scan",
        "zaproxy/action-api-scan",
        "zaproxy/action-af",
    ),
    images=(
        "zaproxy/zap-stable",
        "ghcr.io/zaproxy/zaproxy",
        "owasp/zap2docker-stable",
        "softwaresecurityproject/zap-stable",
        "zaproxy/zap-weekly",
    ),
    configuration_files=(".zap/rules.tsv",),
)
