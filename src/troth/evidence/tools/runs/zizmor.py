"""Runs zizmor on workflows and actions, without network; what it could not read makes a gap."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Literal

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import below, decode, place, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner, Words
from troth.evidence.tools.runs.session import start, version
from troth.evidence.tools.runs.stage import copy_of, no_run
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

FORM = ("--offline", "--strict-collection", "--no-progress", "--format", "json")
"""Without ``--strict-collection`` a workflow that cannot be parsed is passed over with a warning."""
USUAL = (".",)
ARGUMENTS = (*FORM, *USUAL)
WORDS = Words(
    switches=("-p", "--pedantic", "--no-ignores"),
    valued=("--persona", "--min-severity", "--min-confidence", "--collect"),
    paths=("-c", "--config"),
    ours=("-q", "--quiet", "-v", "--verbose", "-o", "--offline", "--no-online-audits", "--strict-collection",
          "--no-progress", "--no-exit-codes"),
    ours_valued=("--format", "--color", "--render-links", "--show-audit-urls"),
    operands="paths",
)  # fmt: skip
"""Options of zizmor 1.32 (``zizmor --help``); ``--fix`` and tokens are not among them."""
WORST = {"informational": 11, "low": 12, "medium": 13, "high": 14}
"""The exit code by the severity of the worst finding (https://docs.zizmor.sh/usage/#exit-codes)."""
INPUTS = (".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml",
          ".github/dependabot.yml", ".github/dependabot.yaml")  # fmt: skip
CONFIGURATION = ("zizmor.yml", "zizmor.yaml", ".github/zizmor.yml", ".github/zizmor.yaml")
_COMPLETED = re.compile(r"completed (.+?)\s*$", re.MULTILINE)


class Determinations(msgspec.Struct, frozen=True):
    """How bad and how sure."""

    severity: str
    confidence: str = ""


class Local(msgspec.Struct, frozen=True):
    """A file as it was found."""

    verbatim_path: str


class Key(msgspec.Struct, frozen=True):
    """Where a location lies; remote ones have no file here."""

    local: Local | None = msgspec.field(name="Local", default=None)


class Symbolic(msgspec.Struct, frozen=True):
    """What a location is."""

    key: Key
    annotation: str = ""
    kind: Literal["Primary", "Related", "Hidden"] = "Related"


class Point(msgspec.Struct, frozen=True):
    """Row, from 0."""

    row: int


class Where(msgspec.Struct, frozen=True):
    """From where to where."""

    start_point: Point


class Concrete(msgspec.Struct, frozen=True):
    """The lines of a location."""

    location: Where


class Location(msgspec.Struct, frozen=True):
    """One of the places that a finding names."""

    symbolic: Symbolic
    concrete: Concrete


class Finding(msgspec.Struct, frozen=True):
    """One entry of ``--format json``."""

    ident: str
    desc: str
    determinations: Determinations
    locations: list[Location] = []
    ignored: bool = False
    fixes: Any = None


def run(job: Job) -> Answer[ToolRun]:
    """``zizmor --offline .``; reads workflows, runs nothing, asks no repository."""
    program = stage.tool_path("zizmor")
    if program is None:
        return no_run("zizmor", "not installed")
    if reason := nothing_to_do(job.repository):
        return no_run("zizmor", reason)
    try:
        with copy_of(job.repository, lambda path: path.endswith((".yml", ".yaml", ".json"))) as root:
            done = start(job, (program, *FORM, *(job.words or USUAL)), root)
            return report(job, done, str(root), version(program, root.parent))
    except OSError as error:
        return no_run("zizmor", str(error))


def nothing_to_do(repository: Repository) -> str:
    """Whether there are workflows, actions or a configuration of Dependabot."""
    return "" if repository.matching(*INPUTS) else "no workflow and no action in the tree"


def report(job: Job, done: Ran, root: str, its_version: str) -> Answer[ToolRun]:
    """What a run says; a gap unless every workflow was completed."""
    if done.trouble or done.exit_code not in (0, *WORST.values()):
        reason = done.errors.partition("no audit was performed")[2].strip().partition("\n")[0] or done.errors
        return no_run("zizmor", done.trouble or f"exit code {done.exit_code}: {plain(reason)}")
    completed = sorted({below(root, name) for name in _COMPLETED.findall(done.errors)})
    if not completed:
        return no_run("zizmor", "it completed no file")
    try:
        entries = decode(done.stdout, list[Finding])
    except ValueError as error:
        return no_run("zizmor", f"exit code {done.exit_code}, its report cannot be read: {error}")
    lost = sorted({*job.repository.matching(*INPUTS[:2])} - set(completed))
    if lost:
        return no_run("zizmor", f"{len(lost)} workflows were not looked at: {', '.join(lost[:3])}")
    worst = max((WORST.get(one.determinations.severity.lower(), 11) for one in entries if not one.ignored), default=0)
    if worst != done.exit_code:
        return no_run(
            "zizmor", f"exit code {done.exit_code} with {len(entries)} findings, the worst of which gives {worst}"
        )
    return _answer(entries, completed, (job.at, done, its_version), job.repository, job.words)


def _answer(
    entries: list[Finding],
    completed: list[str],
    how: tuple[datetime, Ran | None, str],
    repository: Repository | None,
    words: tuple[str, ...] = (),
) -> Answer[ToolRun]:
    at, done, its_version = how
    run_of = ToolRun(
        tool="zizmor",
        argv=("zizmor", *FORM, *(words or USUAL)) if done else (),
        directory="",
        version=its_version,
        at=at,
        scanned=len(completed),
        findings=named("zizmor", (_finding(entry, repository) for entry in entries)),
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(found=(run_of,), read=tuple(completed) if done else ())


def _path(location: Location) -> str:
    return location.symbolic.key.local.verbatim_path if location.symbolic.key.local else ""


def _finding(entry: Finding, repository: Repository | None) -> ToolFinding:
    primary = next((one for one in entry.locations if one.symbolic.kind == "Primary"), None)
    where = primary or (entry.locations[0] if entry.locations else None)
    path = below("", _path(where)) if where else ""
    row = where.concrete.location.start_point.row + 1 if where else None
    note = f": {where.symbolic.annotation}" if where and where.symbolic.annotation else ""
    return ToolFinding(
        rule=plain(entry.ident),
        text=plain(f"{entry.desc}{note}"),
        span=place(repository, path, row) if repository else Span(path, row),
        severity=entry.determinations.severity.lower(),
        confidence=entry.determinations.confidence.lower(),
        suppressed="zizmor: ignore" if entry.ignored else "",
    )


def read(handed: Handed) -> Answer[ToolRun]:
    """A list of findings from elsewhere. It does not tell what was looked at: an empty one proves nothing."""
    try:
        entries = decode(handed.content, list[Finding])
    except ValueError as error:
        return no_run("zizmor", f"{handed.name} cannot be read: {error}")
    files = sorted({below("", _path(one)) for entry in entries for one in entry.locations} - {""})
    if not files:
        return no_run("zizmor", f"{handed.name} holds no finding, and does not tell what was checked")
    return _answer(entries, files, (handed.at, None, ""), None)


RUNNER = Runner(
    program="zizmor",
    install="pip install zizmor",
    inputs=(*INPUTS, *CONFIGURATION),
    run=run,
    nothing_to_do=nothing_to_do,
    read=read,
    words=WORDS,
    usual=ARGUMENTS,
    obeys=("zizmor.yml", "zizmor.yaml"),
)
