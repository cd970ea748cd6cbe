"""Sigstore: keyless signatures of files and packages."""

from __future__ import annotations

from troth.evidence.tools.flags import Manner, ordinary
from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(
        name="sigstore",
        editions=("gitsign",),
        spoken=(
            "sigstore-python",
            "gitsign",
        ),
        activities=frozenset({Activity.SIGNING}),
    ),
    executables=(
        "sigstore",
        "gitsign",
    ),
    modules=("sigstore",),
    packages=(
        ("pip", "sigstore"),
        ("brew", "gitsign"),
    ),
    actions=("sigstore/gh-action-sigstore-python",),
    read=ordinary(Manner(never=("verify", "get-identity-token"))),
)
