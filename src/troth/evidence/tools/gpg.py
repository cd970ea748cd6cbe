"""GnuPG: signatures and encryption."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import has, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

SIGNS = (
    "-s",
    "--sign",
    "-b",
    "--detach-sign",
    "--detach-sig",
    "--clearsign",
    "--clear-sign",
    "-ab",
    "-sb",
    "-sab",
    "-bs",
    "-as",
)


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call)
    signs = bool(has(arguments, *SIGNS))
    return Reading(
        runs=signs or bool(has(arguments, "--verify", "-e", "--encrypt")), activities=None if signs else frozenset()
    )


RECORD = ToolRecord(
    name=ToolName(name="gpg", spoken=("gnupg",), activities=frozenset({Activity.SIGNING}), ambiguous=True),
    executables=(
        "gpg",
        "gpg2",
    ),
    read=_read,
)
