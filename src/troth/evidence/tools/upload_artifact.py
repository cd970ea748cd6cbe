"""Keeps files of a workflow run."""

from __future__ import annotations

from troth.evidence.tools.record import ToolRecord
from troth.terms.tool_name import ToolName

RECORD = ToolRecord(name=ToolName(name="upload-artifact"), actions=("actions/upload-artifact",))
