"""Docker Scout: known vulnerabilities in images."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given, has, operands, value, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call) if call.argv else tuple(given(call, "command").split(",")[:1])
    fails = has(arguments, "--exit-code", "-e") or given(call, "exit-code").lower() == "true"
    level = (value(arguments, "--only-severity") or given(call, "only-severities")).lower()
    first = operands(arguments)[:1]
    bill = first == ("sbom",)
    return Reading(
        runs=first in (("cves",), ("quickview",), ("recommendations",), ("compare",), ("sbom",), ("qv",)),
        exits=Exits.FINDINGS_PASS
        if not fails
        else Exits.THRESHOLD
        if level and "low" not in level
        else Exits.FINDINGS_FAIL,
        threshold=level if fails and "low" not in level else "",
        sbom_formats=(("cyclonedx",) if value(arguments, "--format") == "cyclonedx" else ("spdx",)) if bill else (),
        output=values(arguments, "--output", "-o"),
        activities=frozenset({Activity.SBOM}) if bill else None,
    )


RECORD = ToolRecord(
    name=ToolName(
        name="docker scout", spoken=("docker scout cves",), activities=frozenset({Activity.CONTAINER_SCANNING})
    ),
    executables=("docker-scout",),
    subcommands=("docker scout",),
    actions=("docker/scout-action",),
    images=("docker/scout-cli",),
    read=_read,
)
