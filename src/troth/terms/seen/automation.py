"""What runs what: the invocation, the events that start it, and whether its failure stops anything."""

from __future__ import annotations

import enum
from collections.abc import Iterable

import msgspec

from troth.terms.activity import Activity
from troth.terms.answer import Gap
from troth.terms.event import AUTOMATIC, HOOKS, Event
from troth.terms.span import Span


class Filter(msgspec.Struct, frozen=True):
    """A condition that keeps a firing from covering everything: a path or branch filter.

    ``fatal`` where it can never match what the sentence speaks of (a folder named without a glob,
    branches without the default branch); ``folder`` marks that folder.
    ``narrow`` where it lets some of the events through, which nothing in the sentence confines it to (a label, an
    actor): ``what`` are the words of that condition. ``forks``: those are the pull requests from forks.
    ``branches``: it names branches, none of them the default one. ``files``: what it keeps away are the files of the
    tree, which only tools that read them miss. ``tests``: it looks at tests or documentation alone.
    """

    what: str
    span: Span
    fatal: bool = False
    folder: bool = False
    narrow: bool = False
    forks: bool = False
    branches: bool = False
    files: bool = False
    tests: bool = False


class Firing(msgspec.Struct, frozen=True, kw_only=True):
    """One event that starts an invocation.

    ``blocking``: a failure of the tool fails the run. ``softened_by`` are the lines that take the failure away
    (``|| true``, ``continue-on-error``). ``crons`` are the schedules, in the five-field form, with their lines.
    ``gap_days`` is the largest gap between two firings over a leap year, in days, for schedules.
    ``every_branch`` marks a push event without a branch filter: it covers branches that become pull requests too.
    """

    event: Event
    span: Span
    blocking: bool
    softened_by: tuple[Span, ...] = ()
    filters: tuple[Filter, ...] = ()
    crons: tuple[Span, ...] = ()
    gap_days: float | None = None
    every_branch: bool = False


class Exits(enum.StrEnum):
    """What a tool's exit status says of its findings, as invoked."""

    FINDINGS_FAIL = "findings_fail"
    FINDINGS_PASS = "findings_pass"
    """Exits 0 on findings unless told otherwise (trivy without --exit-code)."""
    UPLOADS = "uploads"
    """Runs and uploads; blocks nothing by itself (CodeQL, scorecard)."""
    THRESHOLD = "threshold"
    """Fails at a severity and lets lower ones pass."""


class Invocation(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a tool is run (VERDICTS §2).

    ``tool`` is the canonical name, ``argv`` the simple command as written (empty for actions, then ``action`` is set:
    "owner/name@ref"). ``chain`` leads from the outermost line (workflow, job, step) to the line of the command.
    ``system`` is what hosts it: "github-actions", "gitlab-ci", "pre-commit", "make", "just", "tox", "nox", "npm",
    "script". ``configuration`` are the files (or "pyproject.toml[tool.bandit]") it loads. ``firings`` is empty where
    nothing starts it. ``doubts`` are reasons why it cannot be told whether it runs (``if: vars.X``, an unresolved
    input). ``unreached`` says why nothing ever starts it though it looks as if (a workflow where GitHub never reads).
    ``softeners`` are flags of the tool itself that keep findings from failing it (``--exit-zero``). ``sbom_formats``
    and ``output`` tell what it writes. ``job`` identifies the job ("path#job") so that steps of one job can be told.
    ``with_`` holds the inputs of an action. ``gate`` is a later line that may fail by what it wrote, where it does not
    fail by itself. ``looks`` are the places that the call names, "" for the whole tree; empty where that is not told.
    ``shallow`` is the checkout that brings the newest commit alone, where it does. ``systems`` are those of the
    machines that run it ("Windows", "macOS", "Linux"); empty where one cannot be told. ``outside`` are folders with
    code of its kind, tests too, at which it does not look; ``leaves`` places with such code that its own words leave
    out. ``narrow`` says why it may look at less than its words tell.
    """

    tool: str
    span: Span
    system: str
    argv: tuple[str, ...] = ()
    action: str = ""
    with_: tuple[tuple[str, str], ...] = ()
    chain: tuple[Span, ...] = ()
    directory: str = ""
    configuration: tuple[str, ...] = ()
    firings: tuple[Firing, ...] = ()
    doubts: tuple[Gap, ...] = ()
    unreached: str = ""
    exits: Exits = Exits.FINDINGS_FAIL
    threshold: str = ""
    softeners: tuple[Span, ...] = ()
    activities: frozenset[Activity] = frozenset()
    sbom_formats: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    job: str = ""
    unsupported: str = ""
    gate: Span | None = None
    looks: tuple[str, ...] = ()
    shallow: Span | None = None
    systems: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    narrow: str = ""

    @property
    def events(self) -> frozenset[Event]:
        """All events that start it."""
        return frozenset(firing.event for firing in self.firings)

    @property
    def automatic(self) -> bool:
        """Whether some automatic event starts it."""
        return bool(self.events & AUTOMATIC)

    @property
    def only_by_hand(self) -> bool:
        """Whether it is started, but only by a person pressing a button."""
        return self.events == {Event.MANUAL}

    @property
    def only_hooks(self) -> bool:
        """Whether only hooks on a developer's machine start it."""
        return bool(self.events) and self.events <= HOOKS

    @property
    def can_fail(self) -> bool:
        """Whether findings change the exit status at all, as invoked."""
        return self.exits in (Exits.FINDINGS_FAIL, Exits.THRESHOLD) and not self.softeners

    def blocking_on(self, events: Iterable[Event] = AUTOMATIC) -> tuple[Firing, ...]:
        """Firings among ``events`` in which a finding fails the run."""
        wanted = frozenset(events)
        return tuple(f for f in self.firings if self.can_fail and f.event in wanted and f.blocking)

    def firings_on(self, events: Iterable[Event]) -> tuple[Firing, ...]:
        """Firings for one of ``events``, blocking or not."""
        wanted = frozenset(events)
        return tuple(f for f in self.firings if f.event in wanted)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a configuration file. ``alive`` false: the tool ignores it; ``nearest`` is the real key it resembles."""

    name: str
    span: Span
    alive: bool
    nearest: str = ""
    reason: str = ""


class LapsedIgnore(msgspec.Struct, frozen=True, kw_only=True):
    """An exception written into a tool's configuration whose own date has passed."""

    target: str
    until: str
    span: Span


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """A file (or table of a file) that would configure ``tool``.

    ``loaded_by`` are the invocations that load it; ``loaded_automatically`` that the tool finds it by itself where it
    runs beside it. ``readable`` is false where no invocation of this tool could ever read a file of this name
    (``.gosec.yml``) and ``why_dead`` says so. ``cannot_fail`` explains a configuration under
    which the tool can find nothing. ``deprecated`` names keys or a format that its makers retire.
    """

    tool: str
    span: Span
    keys: tuple[Key, ...] = ()
    loaded_by: tuple[Span, ...] = ()
    loaded_automatically: bool = False
    readable: bool = True
    why_dead: str = ""
    cannot_fail: str = ""
    deprecated: str = ""
    lapsed: tuple[LapsedIgnore, ...] = ()
    unexplained: tuple[Span, ...] = ()

    @property
    def dead_keys(self) -> tuple[Key, ...]:
        """Keys without effect."""
        return tuple(key for key in self.keys if not key.alive)


class DocumentedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A command that a document shows, held against what the tool's makers say.

    ``installs``: it is an install line. ``right``: it installs (or runs) that tool. ``mended`` is the line as it should
    be. ``unsupported`` is the reason where its makers have retired it.
    """

    command: str
    installs: bool
    right: bool
    mended: str = ""
    unsupported: str = ""


class UpdateBot(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of dependabot.yml, or a Renovate configuration.

    ``present``: whether manifests of that ecosystem exist under ``directories``. ``wired``: the host runs it by itself
    (Dependabot) rather than through an app that must be installed (Renovate). ``idle``: why it proposes nothing, ""
    where it does.
    """

    name: str
    span: Span
    ecosystem: str
    directories: tuple[str, ...]
    interval_days: float | None
    interval: str = ""
    present: bool = True
    wired: bool = True
    idle: str = ""
