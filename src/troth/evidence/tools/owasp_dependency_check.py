"""OWASP Dependency-Check: known vulnerabilities in dependencies."""

from __future__ import annotations

import re

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, has, inside, loaded, value, values, words
from troth.evidence.tools.pom import skipped
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

WRITTEN = re.compile(r"failBuildOnCVSS\s*(?:>|=|\()\s*([\d.]+)")
NEVER = 11.0
"""The score from which it fails unless told otherwise: none reaches it (dependency-check documentation, failOnCVSS)."""


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    told = value(arguments, "--failOnCVSS", "-DfailBuildOnCVSS", "-DfailOnCVSS")
    limit = _number(told) if told else _written(repository, directory)
    return Reading(
        runs=not asks_help(arguments)
        and not has(arguments, "--updateonly")
        and not (call.argv[:1] == ("mvn",) and skipped(arguments, repository, directory, "dependency-check-maven")),
        exits=Exits.FINDINGS_PASS if limit > 10 else Exits.FINDINGS_FAIL if limit <= 0 else Exits.THRESHOLD,
        threshold=f"CVSS {limit:g}" if 0 < limit <= 10 else "",
        configuration=loaded(arguments, ("--suppression", "-DsuppressionFile"), repository, directory),
        output=values(arguments, "--out", "-o"),
    )


def _written(repository: Repository, directory: str) -> float:
    for path in ("pom.xml", "build.gradle", "build.gradle.kts"):
        found = WRITTEN.search(repository.text(inside(directory, path)) or "")
        if found:
            return _number(found.group(1))
    return NEVER


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return NEVER


RECORD = ToolRecord(
    name=ToolName(
        name="owasp dependency-check",
        spoken=(
            "dependency-check",
            "dependency-check-maven",
            "dependency-check-gradle",
            "dependencycheckanalyze",
            "org.owasp.dependencycheck",
            "owasp dependency check",
            "owasp dep-check",
            "dep-check",
            "dependency check",
        ),
        editions=("dependency-check",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=(
        "dependency-check",
        "dependency-check.sh",
    ),
    subcommands=(
        "gradle dependencycheckanalyze",
        "gradlew dependencycheckanalyze",
        "gradle dependencycheckaggregate",
        "gradlew dependencycheckaggregate",
    ),
    packages=(("brew", "dependency-check"),),
    actions=("dependency-check/dependency-check_action",),
    images=("owasp/dependency-check",),
    maven_plugins=(
        "org.owasp:dependency-check-maven",
        "dependency-check",
    ),
    configuration_files=(
        "dependency-check-suppressions.xml",
        "owasp-suppressions.xml",
        "suppression.xml",
        "dependency-check-suppression.xml",
    ),
    read=_read,
)
