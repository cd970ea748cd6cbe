"""One record per tool: its names, how it is run, what softens it, how its report is read."""

from __future__ import annotations

from troth.terms.tool_name import ToolName

NAMES: tuple[ToolName, ...] = ()
