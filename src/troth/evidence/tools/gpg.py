"""GnuPG: signatures and encryption."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(
    name=ToolName(name="gpg", spoken=("gnupg",), activities=frozenset({Activity.SIGNING}), ambiguous=True),
    executables=(
        "gpg",
        "gpg2",
    ),
)
