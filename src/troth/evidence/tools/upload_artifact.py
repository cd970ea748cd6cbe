"""Keeps files of a workflow run."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import given
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    return Reading(output=tuple(given(call, "path").split()))


RECORD = ToolRecord(
    name=ToolName(name="upload-artifact"),
    actions=("actions/upload-artifact",),
    read=_read,
)
