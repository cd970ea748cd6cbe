"""Snyk: known vulnerabilities in dependencies and images."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given, operands, present, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    path = call.action.split("@", 1)[0].lower()
    command = () if call.argv else tuple((given(call, "command") or "test").split())
    arguments = words(call) if call.argv else command + words(call, "args")
    first = operands(arguments, "--org", "--file", "--severity-threshold")[:2]
    level = (value(arguments, "--severity-threshold") or "").lower()
    strict = level in ("", "low")
    uploads = "monitor" in first
    forms = value(arguments, "--format") or ""
    return Reading(
        runs=bool({"test", "monitor", "code", "container", "iac", "sbom"} & set(first)) and not path.endswith("/setup"),
        exits=Exits.UPLOADS if uploads else Exits.FINDINGS_FAIL if strict else Exits.THRESHOLD,
        threshold="" if strict or uploads else level,
        configuration=present(repository, directory, (".snyk",)),
        sbom_formats=tuple(kind for kind in ("spdx", "cyclonedx") if "sbom" in first and forms.startswith(kind)),
        activities=_activities(first, path),
    )


def _activities(first: tuple[str, ...], path: str) -> frozenset[Activity] | None:
    if "code" in first:
        return frozenset({Activity.STATIC_ANALYSIS})
    if "container" in first or path.endswith("/docker"):
        return frozenset({Activity.CONTAINER_SCANNING, Activity.DEPENDENCY_SCANNING})
    if "iac" in first or path.endswith("/iac"):
        return frozenset({Activity.POSTURE})
    return frozenset({Activity.SBOM}) if "sbom" in first else None


RECORD = ToolRecord(
    name=ToolName(name="snyk", activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    executables=("snyk",),
    packages=(
        ("npm", "snyk"),
        ("brew", "snyk"),
        ("brew", "snyk-cli"),
    ),
    actions=("snyk/actions/*",),
    images=(
        "snyk/snyk",
        "snyk/snyk-cli",
    ),
    configuration_files=(".snyk",),
    hosted="the Snyk app watches repositories without a file in the tree",
    read=_read,
)
