"""Which dependencies does a scanner look at?"""

from __future__ import annotations

SPEAKS = {
    "pip-audit": "python", "safety": "python", "bandit": "python", "govulncheck": "go", "gosec": "go", "nancy": "go",
    "cargo-audit": "rust", "cargo-deny": "rust", "cargo-vet": "rust", "cargo-geiger": "rust", "npm audit": "javascript",
    "yarn audit": "javascript", "pnpm audit": "javascript", "bun audit": "javascript", "retire.js": "javascript",
    "uv audit": "python", "bundler-audit": "ruby", "composer audit": "php", "mix audit": "elixir",
    "dotnet list package": "dotnet",
}  # fmt: skip
"""Scanners of one language."""
EVERYTHING = frozenset(
    {
        "osv-scanner", "trivy", "grype", "snyk", "socket", "mend", "fossa", "dep-scan", "owasp dependency-check",
        "dependency-track", "dependency-review", "gitlab dependency scanning", "dependabot",
    }
)  # fmt: skip
"""Scanners that look at whatever ecosystem they find."""
NO_ADVISORIES = frozenset({"guarddog"})
"""Scanners of dependencies that compare with no advisories: these look for malware."""
ECOSYSTEMS = {
    "python": "pypi", "go": "go", "rust": "cargo", "javascript": "npm", "ruby": "rubygems", "php": "packagist",
    "elixir": "hex", "dotnet": "nuget",
}  # fmt: skip
"""The ecosystem of each language, as manifests name it."""


def looks_at(tool: str, ecosystem: str) -> bool:
    """Whether ``tool`` compares the manifests of ``ecosystem`` with advisories; one that nobody placed does not."""
    return tool in EVERYTHING or (tool in SPEAKS and ECOSYSTEMS[SPEAKS[tool]] == ecosystem)
