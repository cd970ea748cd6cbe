"""What a tool said when it ran: a dated, parsed result, never an exit code alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from troth.terms.activity import Activity
from troth.terms.span import Span


class ToolFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding of a tool.

    ``severity`` and ``confidence`` are lower-case words and "" where the tool gives none; ``group`` is the check of the
    tool that it belongs to. ``cwes`` are "CWE-78"; ``aliases`` other ids of the same weakness. ``package``, ``version``
    and ``fixed`` (the versions that mend it) are set for weaknesses of dependencies. ``fingerprint`` names the finding
    over moved lines and over tools that say the same. ``suppressed`` tells by what it was silenced ("# nosec", an
    ignore), "" where it counts.
    """

    rule: str
    text: str
    span: Span | None
    severity: str = ""
    group: str = ""
    confidence: str = ""
    cwes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    package: str = ""
    version: str = ""
    fixed: tuple[str, ...] = ()
    fingerprint: str = ""
    suppressed: str = ""


class ToolRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that produced a whole document and scanned something.

    Where it left something out of what it should have looked at, a gap stands beside it in the answer: its findings
    hold, and that it found nothing else proves nothing.

    ``scanned`` counts files or packages, ``version`` is the tool's, ``database`` what it compared against (and its
    date). ``inputs`` is a digest of what was looked at, "" where it is not known; ``origin`` tells whether it was run
    here now, kept from an earlier run on the same inputs, or handed in as a report. ``written`` are files that it
    wrote. ``said`` is the documented line whose words the run used, "" where it chose its own. A run
    without a document that can be read is a gap alone, never a ``ToolRun``.
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
    inputs: str = ""
    origin: Literal["run", "kept", "report"] = "run"
    written: tuple[str, ...] = ()
    said: str = ""


class AuditRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The days on which a tool ran whole on this tree, as far as ``troth audit`` has kept them, oldest first.

    ``span`` is the file that keeps them; its signature was that of the user. ``advised`` tells for some of the days of
    which day the newest of the local advisories was that the tool was given; days on which it asked others, or none,
    are not in it.
    """

    tool: str
    activities: frozenset[Activity]
    days: tuple[date, ...]
    span: Span
    advised: Mapping[date, date] = {}
