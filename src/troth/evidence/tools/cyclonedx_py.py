"""cyclonedx-py: CycloneDX bills of material of Python projects."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="cyclonedx-py",
        spoken=(
            "cyclonedx-bom",
            "cyclonedx-python",
            "cyclonedx py",
        ),
        activities=frozenset({Activity.SBOM}),
    ),
    executables=(
        "cyclonedx-py",
        "cyclonedx-bom",
    ),
    modules=("cyclonedx_py",),
    packages=(
        ("pip", "cyclonedx-bom"),
        ("pip", "cyclonedx-py"),
    ),
    actions=("cyclonedx/gh-python-generate-sbom",),
    read=ordinary(Manner(formats=("cyclonedx",), output=("--output-file", "--outfile", "-o"))),
)
