"""What is kept of one tool: its last result, what it was made of, and the days on which it ran."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from troth.evidence.results.programs import Program
from troth.terms.answer import Gap
from troth.terms.seen.results import ToolRun

SCHEMA = 1
MOST_PAST = 400
"""Runs that are remembered of a tool: more than a year of daily ones."""


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a tool ran, or that its kept result was seen to hold still (``confirmed``).

    ``whole`` is false where something was left out; ``findings`` counts those that were not suppressed. ``advised`` is
    the day of the newest of the local advisories that it was given, of the ecosystem in which they are oldest; None
    where it was given none.
    """

    at: datetime
    version: str
    scanned: int
    findings: int
    whole: bool
    how: Literal["run", "confirmed", "report"] = "run"
    advised: date | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The last result of ``tool``.

    ``words`` are the documented words with which it ran, one tuple a run, () where it chose its own. ``inputs`` is the
    digest of all files that decide what it finds, ``files`` a short one of each, only to count those that changed.
    ``program`` is the executable and ``advisories`` names the local advisories it was given, "" where it used its own.
    ``untrusted`` marks a run that could do less, since nobody vouched for the tree. ``report`` is the name of the file
    where it was handed in.
    """

    schema: int
    tool: str
    at: datetime
    version: str
    words: tuple[tuple[str, ...], ...]
    inputs: str
    files: dict[str, str]
    program: Program | None
    advisories: str
    runs: tuple[ToolRun, ...]
    gaps: tuple[Gap, ...]
    seconds: float
    sandboxed: bool = False
    untrusted: bool = False
    report: str = ""
    past: tuple[Ran, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return bool(self.runs) and not self.gaps


def ran(kept: Kept, how: Literal["run", "confirmed", "report"], at: datetime, advised: date | None = None) -> Ran:
    """What the history remembers of ``kept``, with the day of the newest advisory that it was given."""
    return Ran(
        at=at,
        version=kept.version,
        scanned=sum(run.scanned for run in kept.runs),
        findings=sum(not finding.suppressed for run in kept.runs for finding in run.findings),
        whole=kept.whole,
        how=how,
        advised=advised,
    )


def remembered(past: tuple[Ran, ...], new: Ran) -> tuple[Ran, ...]:
    """``past`` with ``new``: of the runs of one day the first and the last stay, of all the newest ``MOST_PAST``."""
    rest = past
    if len(rest) > 1 and rest[-1].at.date() == rest[-2].at.date() == new.at.date():
        rest = rest[:-1]
    return (*rest, new)[-MOST_PAST:]
