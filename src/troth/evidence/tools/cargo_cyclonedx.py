"""cargo-cyclonedx: CycloneDX bills of material of Rust crates."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-cyclonedx", spoken=("cargo cyclonedx",), activities=frozenset({Activity.SBOM})),
    executables=("cargo-cyclonedx",),
    subcommands=("cargo cyclonedx",),
    packages=(("cargo", "cargo-cyclonedx"),),
    actions=("cyclonedx/gh-rust-generate-sbom",),
    read=ordinary(Manner(formats=("cyclonedx",), output=("--override-filename",))),
)
