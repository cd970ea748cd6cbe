"""The other generators of CycloneDX bills of material: Maven, Gradle, .NET, PHP, cdxgen."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="cyclonedx",
        editions=(
            "cdxgen",
            "cyclonedx-maven-plugin",
            "cyclonedx-gradle-plugin",
            "cyclonedx-dotnet",
            "cyclonedx-php",
        ),
        spoken=(
            "cdxgen",
            "cyclonedx-maven-plugin",
            "cyclonedx-gradle-plugin",
            "cyclonedx-dotnet",
            "cyclonedx-php",
        ),
        activities=frozenset({Activity.SBOM}),
        ambiguous=True,
    ),
    executables=(
        "cdxgen",
        "cyclonedx",
        "dotnet-cyclonedx",
    ),
    subcommands=(
        "composer cyclonedx:make-sbom",
        "gradle cyclonedxbom",
        "gradlew cyclonedxbom",
        "dotnet cyclonedx",
    ),
    packages=(("npm", "@cyclonedx/cdxgen"),),
    actions=(
        "cyclonedx/gh-dotnet-generate-sbom",
        "cyclonedx/gh-php-composer-generate-sbom",
        "cyclonedx/cdxgen",
    ),
    images=(
        "ghcr.io/cyclonedx/cdxgen",
        "cyclonedx/cyclonedx-cli",
    ),
    maven_plugins=(
        "org.cyclonedx:cyclonedx-maven-plugin",
        "cyclonedx",
    ),
    read=ordinary(Manner(formats=("cyclonedx",), output=("-o", "--output", "--output-file", "--output-filename"))),
)
