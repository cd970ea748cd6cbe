"""cyclonedx-npm: CycloneDX bills of material of npm projects."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="cyclonedx-npm",
        spoken=(
            "cyclonedx npm",
            "@cyclonedx/cyclonedx-npm",
        ),
        activities=frozenset({Activity.SBOM}),
    ),
    executables=(
        "cyclonedx-npm",
        "@cyclonedx/cyclonedx-npm",
        "cyclonedx-node-npm",
    ),
    packages=(("npm", "@cyclonedx/cyclonedx-npm"),),
    actions=(
        "cyclonedx/gh-node-module-generatebom",
        "cyclonedx/gh-node-npm-generate-sbom",
    ),
    read=ordinary(Manner(formats=("cyclonedx",), output=("--output-file", "-o", "--output"))),
)
