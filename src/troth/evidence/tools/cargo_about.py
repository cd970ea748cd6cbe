"""cargo-about: collects the licences of Rust dependencies."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cargo-about", spoken=("cargo about",), activities=frozenset({Activity.LICENCE_CHECK})),
    executables=("cargo-about",),
    subcommands=("cargo about",),
    packages=(("cargo", "cargo-about"),),
    configuration_files=("about.toml",),
    read=ordinary(Manner(only=("generate",))),
)
