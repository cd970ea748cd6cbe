"""Snyk: known vulnerabilities in dependencies and images."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="snyk", activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    executables=("snyk",),
    packages=(
        ("npm", "snyk"),
        ("brew", "snyk"),
        ("brew", "snyk-cli"),
    ),
    actions=("snyk/actions/*",),
    images=(
        "snyk/snyk",
        "snyk/snyk-cli",
    ),
    configuration_files=(".snyk",),
    hosted="the Snyk app watches repositories without a file in the tree",
)
