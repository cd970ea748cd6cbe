"""Document → statements → commitments."""

from __future__ import annotations

from collections.abc import Iterable

from troth.terms.statement import Reading
from troth.terms.tool_name import ToolName


def read(document: str, text: str, tools: Iterable[ToolName] = ()) -> Reading:
    """Read ``text`` of the file ``document``; ``tools`` are the names to recognise. Never raises on any text."""
    raise NotImplementedError(document, text, tools)
