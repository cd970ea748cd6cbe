"""spdx-sbom-generator and kin: SPDX bills of material."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="spdx-sbom-generator",
        editions=("sbom-tool",),
        spoken=(
            "spdx sbom generator",
            "sbom-tool",
        ),
        activities=frozenset({Activity.SBOM}),
    ),
    executables=(
        "spdx-sbom-generator",
        "sbom-tool",
        "bom",
    ),
    packages=(("brew", "sbom-tool"),),
    actions=(
        "advanced-security/sbom-generator-action",
        "opensbom-generator/spdx-sbom-generator",
    ),
    maven_plugins=("org.spdx:spdx-maven-plugin",),
    read=ordinary(Manner(formats=("spdx",), output=("-o", "--output-dir", "--output"), never=("validate",))),
)
