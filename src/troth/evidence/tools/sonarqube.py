"""SonarQube and SonarCloud: static analysis, results uploaded."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, present, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    gate = any(word == "-Dsonar.qualitygate.wait=true" for word in arguments)
    files = present(repository, directory, ("sonar-project.properties",))
    gate = gate or any("sonar.qualitygate.wait=true" in (repository.text(path) or "") for path in files)
    return Reading(
        runs=not asks_help(arguments) and arguments[:1] != ("begin",),
        exits=Exits.FINDINGS_FAIL if gate else Exits.UPLOADS,
        configuration=files,
    )


RECORD = ToolRecord(
    name=ToolName(
        name="sonarqube",
        editions=("sonarcloud", "sonar", "sonarqube cloud"),
        spoken=(
            "sonarcloud",
            "sonar",
            "sonar cloud",
            "sonar qube",
            "sonarqube cloud",
            "sonar scanner",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
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
    read=_read,
)
