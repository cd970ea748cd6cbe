"""Names of one tool that policies tell apart: which of them the same run shows."""

from __future__ import annotations

from collections.abc import Mapping

SAME: Mapping[str, str] = {
    "owasp zap": "zap",
    "sonarcloud": "sonarqube",
    "sonarqube cloud": "sonarqube",
    "sonar": "sonarqube",
    "dependency-check": "owasp dependency-check",
    "whitesource": "mend",
    "ggshield": "gitguardian",
    "gemnasium": "gitlab dependency scanning",
    "stepsecurity": "harden-runner",
    "step security": "harden-runner",
    "elk": "elk stack",
    "security hub": "aws security hub",
    "vault": "hashicorp vault",
    "aikido": "aikido security",
}
"""Other names of the very same tool."""
BESIDE: Mapping[str, str] = {
    "cargo-machete": "cargo-udeps",
    "cargo machete": "cargo-udeps",
    "clusterfuzz": "clusterfuzzlite",
    "local-php-security-checker": "composer audit",
    "cdxgen": "cyclonedx",
    "cyclonedx-maven-plugin": "cyclonedx",
    "cyclonedx-gradle-plugin": "cyclonedx",
    "cyclonedx-dotnet": "cyclonedx",
    "cyclonedx-php": "cyclonedx",
    "eslint-plugin-security": "eslint",
    "go-fuzz": "libfuzzer",
    "super-linter": "megalinter",
    "mobsfscan": "mobsf",
    "gitsign": "sigstore",
    "sbom-tool": "spdx-sbom-generator",
    "find security bugs": "spotbugs",
    "findsecbugs": "spotbugs",
    "find-sec-bugs": "spotbugs",
}
"""Tools of their own that are recorded with a kindred one: a run shows them where its line names them."""
PLUGINS = frozenset(
    {
        "cyclonedx-dotnet", "cyclonedx-gradle-plugin", "cyclonedx-maven-plugin", "cyclonedx-php",
        "eslint-plugin-security", "find security bugs", "find-sec-bugs", "findsecbugs",
    }
)  # fmt: skip
"""Those of them that run inside the other, by its configuration: the line of the run need not name them."""


PROJECTS = {"sigstore": frozenset({"cosign", "github attestations"})}
"""Projects that are named for what works by them: cosign signs with Sigstore, and so do the attestations of GitHub
(docs.github.com, "Artifact attestations")."""


def tool_of(name: str) -> str:
    """The name under which runs of the tool ``name`` are seen."""
    return SAME.get(name, name)


def shows(name: str, tool: str, line: str) -> bool:
    """Whether a run of ``tool``, by its ``line``, is one of the tool that a policy calls ``name``."""
    if tool == tool_of(name) or tool in PROJECTS.get(name, ()):
        return True
    words = line.lower()
    return tool == BESIDE.get(name) and any(
        each in words for each in (name, name.replace(" ", "-"), name.replace("-", " "))
    )
