"""slsa-verifier: verifies SLSA provenance."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="slsa-verifier", spoken=("slsa verifier",)),
    executables=("slsa-verifier",),
    go_packages=("github.com/slsa-framework/slsa-verifier/v2/cli/slsa-verifier",),
)
