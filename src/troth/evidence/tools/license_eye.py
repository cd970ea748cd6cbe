"""License-Eye: licence headers and licences of dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="license-eye",
        spoken=(
            "skywalking-eyes",
            "license eye",
        ),
        activities=frozenset({Activity.LICENCE_CHECK}),
    ),
    executables=("license-eye",),
    actions=(
        "apache/skywalking-eyes",
        "apache/skywalking-eyes/*",
    ),
    configuration_files=(
        ".licenserc.yaml",
        ".licenserc.yml",
    ),
    read=ordinary(
        Manner(
            only=("header", "dependency", "dep"),
            config=("-c", "--config"),
            defaults=(".licenserc.yaml", ".licenserc.yml"),
        )
    ),
)
