"""What a run is given, and what Troth must know of a tool to run it and to read its reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from troth.evidence.local_advisories import LocalAdvisories
from troth.evidence.repository import Repository
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun

__all__ = ["Handed", "Job", "LocalAdvisories", "Runner", "Words"]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Which words of a documented command line of a tool may be used in a run of it.

    ``switches`` stand alone, ``valued`` take a value, and ``paths`` a path, which has to stay inside the tree.
    ``ours`` and ``ours_valued`` choose how and where the tool reports: they are left out, since Troth asks for its own
    form. ``subcommands`` are words that have to come first, ``choices`` others that may stand there; ``operands`` says
    what else may: nothing, paths of the tree, or package patterns ("./...").
    """

    switches: tuple[str, ...] = ()
    valued: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    ours_valued: tuple[str, ...] = ()
    subcommands: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    operands: Literal["none", "paths", "patterns"] = "none"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one tool on one tree.

    ``at`` is its instant; ``limit`` the seconds that it may take, all its programs together. ``untrusted``: nothing
    of the project may be executed. ``words`` are those of a line in which the policy documents the tool, held
    against ``Runner.words``: where there are any, they take the place of the words that the runner would choose,
    but for the form of the report.
    """

    repository: Repository
    at: datetime
    limit: float = 300.0
    untrusted: bool = False
    advisories: LocalAdvisories = LocalAdvisories()
    words: tuple[str, ...] = ()


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was made elsewhere: its content, its name as the user gave it, and the instant it bears."""

    content: bytes
    name: str
    at: datetime


class Runner(msgspec.Struct, frozen=True, kw_only=True):
    """How a tool is run and its reports are read.

    ``program`` is the executable that is looked for, ``install`` the line that brings it. ``inputs`` are globs of the
    files whose content decides what it finds: unchanged, a result stays true for the same version and advisories.
    ``nothing_to_do`` says why it has no work in a tree, "" where it has. ``run`` runs it; ``read`` reads a report in
    the tool's own JSON that was made elsewhere. ``asks_advisories`` marks tools whose answer changes with what
    becomes known, ``ecosystems`` whose advisories it asks, each with the globs of the files that name packages of it.
    ``words`` are the words of a documented line that a run may use, None where a run never does. ``usual`` are the
    words after the program that ``run`` chooses by itself, for those who ask what would run. ``version`` are the
    words that make the program tell its version. ``counts`` tells which findings make the tool itself fail where its
    exit code in this form does not; None believes the exit code. ``executes`` says what of the project a run executes
    ("build scripts"), "" for nothing: such a runner never starts on an untrusted tree.
    ``obeys`` are globs of files of the tree that it reads unasked and that can make it leave something out.
    """

    program: str
    install: str
    inputs: tuple[str, ...]
    run: Callable[[Job], Answer[ToolRun]]
    nothing_to_do: Callable[[Repository], str] = lambda _: ""
    read: Callable[[Handed], Answer[ToolRun]] | None = None
    asks_advisories: bool = False
    ecosystems: Mapping[str, tuple[str, ...]] = {}
    words: Words | None = None
    usual: tuple[str, ...] = ()
    version: tuple[str, ...] = ("--version",)
    counts: Callable[[ToolFinding], bool] | None = None
    executes: str = ""
    obeys: tuple[str, ...] = ()
