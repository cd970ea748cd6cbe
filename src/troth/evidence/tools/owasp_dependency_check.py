"""OWASP Dependency-Check: known vulnerabilities in dependencies."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="owasp dependency-check",
        spoken=(
            "dependency-check",
            "owasp dependency check",
            "dependency check",
        ),
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
)
