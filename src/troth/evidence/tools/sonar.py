"""SonarQube and SonarCloud: static analysis, results uploaded."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="sonar",
        spoken=(
            "sonarqube",
            "sonarcloud",
            "sonar cloud",
            "sonar qube",
            "sonarqube cloud",
            "sonar scanner",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
        ambiguous=True,
    ),
    executables=(
        "sonar-scanner",
        "pysonar",
        "pysonar-scanner",
        "dotnet-sonarscanner",
    ),
    subcommands=(
        "gradle sonar",
        "gradlew sonar",
        "gradle sonarqube",
        "gradlew sonarqube",
        "dotnet sonarscanner",
    ),
    packages=(
        ("npm", "sonarqube-scanner"),
        ("npm", "sonar-scanner"),
    ),
    actions=(
        "sonarsource/sonarcloud-github-action",
        "sonarsource/sonarqube-scan-action",
        "sonarsource/sonarcloud-github-c-cpp",
    ),
    images=("sonarsource/sonar-scanner-cli",),
    maven_plugins=(
        "org.sonarsource.scanner.maven:sonar-maven-plugin",
        "sonar",
    ),
    configuration_files=(
        "sonar-project.properties",
        ".sonarcloud.properties",
    ),
    hosted="SonarCloud's automatic analysis is a setting of the hosted project",
)
