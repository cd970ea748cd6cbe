"""cargo-vet: requires a recorded review of Rust dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-vet", spoken=("cargo vet",)),
    executables=("cargo-vet",),
    subcommands=("cargo vet",),
    packages=(("cargo", "cargo-vet"),),
    configuration_files=(
        "supply-chain/config.toml",
        "supply-chain/audits.toml",
    ),
    read=ordinary(
        Manner(
            never=(
                "suggest",
                "certify",
                "inspect",
                "diff",
                "fmt",
                "init",
                "prune",
                "import",
                "trust",
                "add-exemption",
                "regenerate",
            )
        )
    ),
)
