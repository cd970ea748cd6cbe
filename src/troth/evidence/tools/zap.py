"""ZAP: probes running web applications."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, softening, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call, "cmd_options")
    fails = bool(call.argv) or given(call, "fail_action").lower() == "true"
    return Reading(
        runs=not asks_help(arguments),
        exits=Exits.FINDINGS_FAIL if fails else Exits.FINDINGS_PASS,
        softeners=softening(arguments, ("-I",)) if call.argv else (),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="zap",
        editions=("owasp zap",),
        spoken=(
            "owasp zap",
            "zaproxy",
            "zed attack proxy",
            "zap baseline",
        ),
        activities=frozenset({Activity.DYNAMIC_ANALYSIS}),
        ambiguous=True,
        proper=True,
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
    read=_read,
)
