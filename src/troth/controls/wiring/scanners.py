"""Which dependencies does a scanner look at?"""

from __future__ import annotations

SPEAKS = {
    "pip-audit": "python", "safety": "python", "bandit": "python", "govulncheck": "go", "gosec": "go", "nancy": "go",
    "cargo-audit": "rust", "cargo-deny": "rust", "cargo-vet": "rust", "cargo-geiger": "rust", "npm audit": "javascript",
    "yarn audit": "javascript", "pnpm audit": "javascript", "bun audit": "javascript", "retire.js": "javascript",
}  # fmt: skip
"""Scanners of one language; the others (trivy, osv-scanner, grype …) look at all."""
ECOSYSTEMS = {"python": "pypi", "go": "go", "rust": "cargo", "javascript": "npm"}
"""The ecosystem of each language, as manifests name it."""


def looks_at(tool: str, ecosystem: str) -> bool:
    """Whether ``tool``, a dependency scanner, looks at the manifests of ``ecosystem``."""
    language = SPEAKS.get(tool)
    return language is None or ECOSYSTEMS[language] == ecosystem
