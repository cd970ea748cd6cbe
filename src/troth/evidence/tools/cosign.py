"""Cosign: signs and verifies images and files."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="cosign", spoken=("sigstore cosign",), activities=frozenset({Activity.SIGNING})),
    executables=("cosign",),
    go_packages=(
        "github.com/sigstore/cosign/v2/cmd/cosign",
        "github.com/sigstore/cosign/v3/cmd/cosign",
        "github.com/sigstore/cosign/cmd/cosign",
    ),
    packages=(("brew", "cosign"),),
    images=(
        "gcr.io/projectsigstore/cosign",
        "ghcr.io/sigstore/cosign/cosign",
    ),
)
