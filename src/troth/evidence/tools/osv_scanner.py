"""OSV-Scanner: known vulnerabilities in dependencies of many ecosystems."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import HookEntry, ToolRecord
from troth.evidence.tools.runs import osv_scanner as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="osv-scanner",
        spoken=(
            "osv scanner",
            "osvscanner",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=("osv-scanner",),
    go_packages=(
        "github.com/google/osv-scanner/v2/cmd/osv-scanner",
        "github.com/google/osv-scanner/cmd/osv-scanner",
        "github.com/google/osv-scanner/v1/cmd/osv-scanner",
    ),
    packages=(("brew", "osv-scanner"),),
    actions=(
        "google/osv-scanner-action/osv-scanner-action",
        "google/osv-scanner/actions/scanner",
        "google/osv-scanner-action",
        "google/osv-scanner-action/.github/workflows/*",
        "google/osv-scanner/.github/workflows/*",
    ),
    hook_entries=(HookEntry("", ("osv-scanner", "scan")),),
    hooks=("osv-scanner",),
    images=(
        "ghcr.io/google/osv-scanner",
        "ghcr.io/google/osv-scanner-action",
    ),
    configuration_files=("osv-scanner.toml",),
    read=ordinary(
        Manner(
            config=("--config",),
            defaults=("osv-scanner.toml",),
            soft_inputs=(("fail-on-vuln", "false"),),
            arguments=("scan-args",),
            never=("fix", "mcp"),
            output=("--output", "--output-file"),
        )
    ),
    runner=runs.RUNNER,
)
