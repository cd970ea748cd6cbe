"""What a run is given, and what Troth must know of a tool to run it and to read its reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from troth.evidence.repository import Repository
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun


class LocalAdvisories(msgspec.Struct, frozen=True, kw_only=True):
    """Advisories for tools that would fetch them by themselves, each in the form that the tool reads.

    ``rustsec`` is a folder with a clone of RustSec's database, as cargo-deny and cargo-audit want it; ``go`` an address
    of a Go vulnerability database ("file:///…"); ``osv_api`` the address of an OSV API on loopback; ``osv_zips`` a
    folder of ``ECOSYSTEM/all.zip``. "" or None where there is none.
    """

    rustsec: Path | None = None
    go: str = ""
    osv_api: str = ""
    osv_zips: Path | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one tool on one tree.

    ``at`` is its instant; ``limit`` the seconds that each program may take. ``untrusted``: nothing of the project may
    be executed. ``commands`` are the lines in which the policy documents the tool: they are run as they are promised
    where that can be done.
    """

    repository: Repository
    at: datetime
    limit: float = 300.0
    untrusted: bool = False
    advisories: LocalAdvisories = LocalAdvisories()
    commands: tuple[str, ...] = ()


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
    the tool's own JSON that was made elsewhere. ``asks_advisories`` marks tools whose answer changes with what becomes
    known.
    """

    program: str
    install: str
    inputs: tuple[str, ...]
    run: Callable[[Job], Answer[ToolRun]]
    nothing_to_do: Callable[[Repository], str] = lambda _: ""
    read: Callable[[Handed], Answer[ToolRun]] | None = None
    asks_advisories: bool = False
