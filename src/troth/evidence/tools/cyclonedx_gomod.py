"""cyclonedx-gomod: CycloneDX bills of material of Go modules."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cyclonedx-gomod", spoken=("cyclonedx gomod",), activities=frozenset({Activity.SBOM})),
    executables=("cyclonedx-gomod",),
    go_packages=("github.com/cyclonedx/cyclonedx-gomod/cmd/cyclonedx-gomod",),
    actions=("cyclonedx/gh-gomod-generate-sbom",),
    images=("cyclonedx/cyclonedx-gomod",),
    read=ordinary(Manner(formats=("cyclonedx",), output=("-output", "--output"), never=("version",))),
)
