"""What an audit would run and what came of it, as values that reports tell."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec

from troth.terms.answer import Gap
from troth.terms.seen.results import ToolRun
from troth.terms.seen.weaknesses import Weakness
from troth.terms.span import Span

AT_ONCE = 4
"""Tools that run at the same time unless it is said otherwise; each has its own limit of time."""
LIMIT = 300.0
"""Seconds that a program may take unless it is said otherwise."""
LEVELS = ("tool", "any", "low", "medium", "high", "critical", "never")
"""What an audit fails on; "tool" is what the tool itself does, which is the default."""


class State(enum.StrEnum):
    """Whether a tool can be run here, and if not, why."""

    READY = "ready"
    MISSING = "missing"
    """It is not installed."""
    NOTHING = "nothing_to_do"
    """Nothing in the tree is for it."""
    RETIRED = "retired"
    """Its makers no longer support what the policy shows."""
    ELSEWHERE = "elsewhere"
    """Troth has no way to run it; a report of it can be handed in."""
    REFUSED = "refused"
    """It would execute code of the project, and the tree is not trusted."""
    OFFERED = "offered"
    """It does work that is promised without naming a tool; it runs when it is asked for."""


UNABLE = frozenset({State.MISSING, State.RETIRED, State.ELSEWHERE, State.REFUSED})
"""States of a promised tool that leave the audit less than whole."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A command line that the policy shows.

    ``words`` are those that the run uses, none where they are those that it would choose itself; ``left_out`` those
    that only choose the form of the report; ``refused`` says why the tool runs with words of its own instead.
    """

    line: str
    words: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: str = ""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """One tool of an audit.

    ``sentences`` are the promises that name it, ``for_work`` the work that it would do where none names it, ``scans``
    whether it belongs to what an audit should run at all (a formatter does not). ``calls`` are the command lines that
    would run, ``install`` the line that brings the tool.
    """

    tool: str
    state: State
    reason: str = ""
    sentences: tuple[Span, ...] = ()
    for_work: str = ""
    scans: bool = True
    calls: tuple[tuple[str, ...], ...] = ()
    lines: tuple[Line, ...] = ()
    program: str = ""
    version: str = ""
    install: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one tool.

    ``how`` is "run", "kept" (unchanged inputs: it was not started) or "report"; ``sandboxed`` whether it ran in a
    sandbox, ``seconds`` how long it took here, ``not_kept`` why its result could not be kept, ``counted`` how many of
    its findings make the audit fail. ``configured`` are the files of the tree that tell the tool what to leave out:
    whoever can change the tree can change them.
    """

    tool: str
    how: str
    at: datetime
    seconds: float
    runs: tuple[ToolRun, ...] = ()
    gaps: tuple[Gap, ...] = ()
    sandboxed: bool = False
    not_kept: str = ""
    counted: int = 0
    report: str = ""
    configured: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it ran and left nothing out."""
        return bool(self.runs) and not self.gaps


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """One audit of one tree. ``untrusted`` tells how it was asked for, ``sandbox`` what held the tools;
    ``advisories`` names the local advisories that they were given. ``weaknesses`` are the findings of all tools, each
    once.
    """

    root: str
    commit: str
    at: datetime
    documents: tuple[str, ...]
    planned: tuple[Planned, ...]
    outcomes: tuple[Outcome, ...] = ()
    fail_on: str = ""
    untrusted: bool = False
    sandbox: str = ""
    advisories: str = ""
    weaknesses: tuple[Weakness, ...] = ()
    seconds: float = 0.0

    @property
    def unable(self) -> tuple[Planned, ...]:
        """Tools that should have run and could not, and of which no report was handed in."""
        had = {outcome.tool for outcome in self.outcomes}
        return tuple(plan for plan in self.planned if plan.state in UNABLE and plan.scans and plan.tool not in had)

    @property
    def whole(self) -> bool:
        """Whether something ran, and all that should have run did and left nothing out."""
        return bool(self.outcomes) and not self.unable and all(outcome.whole for outcome in self.outcomes)

    @property
    def counted(self) -> int:
        """Findings that make the audit fail."""
        return sum(outcome.counted for outcome in self.outcomes)
