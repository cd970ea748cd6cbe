"""Grype: known vulnerabilities in images and file systems."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import (
    asks_help,
    given,
    loaded,
    operands,
    surroundings,
    truthy,
    value,
    values,
    words,
    yaml_of,
)
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

FILES = (".grype.yaml", ".grype.yml", ".grype/config.yaml")
VALUED = (
    "-o",
    "--output",
    "-f",
    "--fail-on",
    "-c",
    "--config",
    "-t",
    "--template",
    "--file",
    "--platform",
    "-s",
    "--scope",
)


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call)
    files = loaded(arguments, ("-c", "--config"), repository, directory, FILES)
    level = (
        value(arguments, "-f", "--fail-on")
        or surroundings(call, "GRYPE_FAIL_ON_SEVERITY")
        or _written(repository, files)
    )
    passes = not level
    if not call.argv:  # anchore/scan-action fails at "medium" unless told otherwise
        level, passes = given(call, "severity-cutoff") or "medium", not truthy(given(call, "fail-build", "true"))
    strict = level.lower() in ("negligible", "low")
    target = (operands(arguments, *VALUED) or ("",))[-1]
    image = bool(given(call, "image")) or bool(
        call.argv and target and not target.startswith(("dir:", "file:", "sbom:", ".", "/"))
    )
    found = {Activity.DEPENDENCY_SCANNING} | ({Activity.CONTAINER_SCANNING} if image or given(call, "sbom") else set())
    return Reading(
        runs=not asks_help(arguments)
        and operands(arguments, *VALUED)[:1] not in (("db",), ("config",), ("completion",)),
        exits=Exits.FINDINGS_PASS if passes else Exits.FINDINGS_FAIL if strict else Exits.THRESHOLD,
        threshold="" if passes or strict else level.lower(),
        configuration=files,
        output=values(arguments, "--file"),
        activities=frozenset(found),
    )


def _written(repository: Repository, files: tuple[str, ...]) -> str:
    document = yaml_of(repository, files[0]) if files else None
    return str(document.get("fail-on-severity") or "") if isinstance(document, dict) else ""


RECORD = ToolRecord(
    name=ToolName(
        name="grype",
        spoken=("anchore grype",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.CONTAINER_SCANNING}),
    ),
    executables=("grype",),
    go_packages=(
        "github.com/anchore/grype/cmd/grype",
        "github.com/anchore/grype",
    ),
    packages=(("brew", "grype"),),
    actions=("anchore/scan-action",),
    hook_entries=(HookEntry("", ("grype",), ("dir:.",)),),
    hooks=("grype",),
    images=(
        "anchore/grype",
        "ghcr.io/anchore/grype",
    ),
    configuration_files=(
        ".grype.yaml",
        ".grype.yml",
        ".grype/config.yaml",
        "grype.yaml",
    ),
    read=_read,
)
