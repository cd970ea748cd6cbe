"""Cosign: signs and verifies images and files."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, operands, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call)
    first = "".join(operands(arguments)[:1])
    signs = first in ("sign", "sign-blob", "attest", "attest-blob")
    return Reading(
        runs=(signs or first.startswith("verify")) and not asks_help(arguments),
        output=values(arguments, "--output-signature", "--output-certificate", "--bundle"),
        activities=None if signs else frozenset(),
    )


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
    read=_read,
)
