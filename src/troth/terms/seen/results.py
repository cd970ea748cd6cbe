"""What a tool said when it ran: a dated, parsed result, never an exit code alone."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.terms.span import Span


class ToolFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding of a tool. ``severity`` is lower-case and "" where the tool gives none."""

    rule: str
    text: str
    span: Span | None
    severity: str = ""
    group: str = ""


class ToolRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that produced a whole document: it scanned something and reported no errors of its own.

    ``scanned`` counts files or packages, ``version`` is the tool's, ``database`` what it compared against (and its
    date). Anything less than a whole run is a gap, never a ``ToolRun``.
    """

    tool: str
    argv: tuple[str, ...]
    directory: str
    version: str
    at: datetime
    scanned: int
    findings: tuple[ToolFinding, ...]
    database: str = ""
    exit_code: int = 0
    seconds: float = 0.0
