"""What a security tool is for: the classes by which promises that name no tool are judged."""

from __future__ import annotations

import enum


class Activity(enum.StrEnum):
    """A class of work that automation does. A tool may serve several."""

    DEPENDENCY_SCANNING = "dependency_scanning"
    """Known vulnerabilities in dependencies (pip-audit, cargo-audit, osv-scanner, npm audit)."""
    STATIC_ANALYSIS = "static_analysis"
    """Source code read for weaknesses (bandit, gosec, codeql, semgrep)."""
    SECRET_SCANNING = "secret_scanning"
    CONTAINER_SCANNING = "container_scanning"
    LICENCE_CHECK = "licence_check"
    DEPENDENCY_UPDATE = "dependency_update"
    SBOM = "sbom"
    SIGNING = "signing"
    FUZZING = "fuzzing"
    DYNAMIC_ANALYSIS = "dynamic_analysis"
    POSTURE = "posture"
    """The settings of the repository and its pipelines (scorecard, zizmor)."""
    LINTING = "linting"
    TYPE_CHECKING = "type_checking"
    TESTING = "testing"
    PUBLISHING = "publishing"
    """Attaches files to a release or pushes a package or image."""
    SCANNING_ANY = "scanning_any"
    """Promised without saying which: "vulnerability scanning", "security scans"."""


SCANNING = frozenset(
    {
        Activity.DEPENDENCY_SCANNING,
        Activity.STATIC_ANALYSIS,
        Activity.SECRET_SCANNING,
        Activity.CONTAINER_SCANNING,
        Activity.DYNAMIC_ANALYSIS,
    }
)
"""What counts as a security scan where the sentence does not say which."""


def serves(activities: frozenset[Activity], promised: Activity) -> bool:
    """Whether a tool with ``activities`` does what was ``promised``.

    A linter that also counts as static analysis (clippy, golangci-lint) is no "security scan".
    """
    if promised is Activity.SCANNING_ANY:
        scans = activities & SCANNING
        return bool(scans - {Activity.STATIC_ANALYSIS} if Activity.LINTING in activities else scans)
    return promised in activities
