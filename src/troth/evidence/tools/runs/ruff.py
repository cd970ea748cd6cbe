"""Runs the rules of Ruff that are Bandit's (S), by the configuration of the tree where it has one."""

from __future__ import annotations

import posixpath
from typing import Any

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import below, decode, place, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import start, version
from troth.evidence.tools.runs.stage import copy_of, gap, no_run
from troth.evidence.tools.weaknesses import cwes
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

ARGUMENTS = ("check", "--select", "S", "--output-format", "json", "--no-cache", ".")
"""``--select`` replaces the rules that a configuration chooses; its exclusions and ignores stay in force."""
LISTING = ("check", "--select", "S", "--show-files", "--no-cache", ".")
SOURCE = ("*.py", "*.pyi", "*.pyw", "*.ipynb")
CONFIGURATION = ("ruff.toml", ".ruff.toml", "pyproject.toml")


class Location(msgspec.Struct, frozen=True):
    """Where a diagnostic begins or ends, from 1."""

    row: int


class Diagnostic(msgspec.Struct, frozen=True):
    """One entry of ``--output-format json``. ``code`` is None or "invalid-syntax" for what could not be parsed."""

    message: str
    filename: str
    code: str | None = None
    location: Location | None = None
    end_location: Location | None = None


def run(job: Job) -> Answer[ToolRun]:
    """``ruff check --select S``; reads source, executes none of it, loads no plugins.

    Without a configuration in the tree it is isolated: that of the user who runs Troth is none of the project's.
    """
    repository = job.repository
    program = stage.tool_path("ruff")
    if program is None:
        return no_run("ruff", "not installed")
    if reason := nothing_to_do(repository):
        return no_run("ruff", reason)
    if lost := outside(repository):
        return no_run("ruff", f"its configuration extends {plain(lost)}, which is not in the tree")
    isolated = () if configured(repository) else ("--isolated",)
    try:
        with copy_of(repository, lambda path: path.endswith((".py", ".pyi", ".pyw", ".ipynb", ".toml"))) as root:
            listed = start(job, (program, *LISTING, *isolated), root)
            done = start(job, (program, *ARGUMENTS, *isolated), root)
            return report(job, done, listed, str(root), (*ARGUMENTS, *isolated), version(program, root.parent))
    except OSError as error:
        return no_run("ruff", str(error))


def nothing_to_do(repository: Repository) -> str:
    """Ruff reads Python and notebooks."""
    return "" if repository.matching(*SOURCE) else "no Python source in the tree"


def configured(repository: Repository) -> bool:
    """Whether the tree holds a configuration of Ruff."""
    return any(
        not path.endswith("pyproject.toml") or "[tool.ruff" in (repository.text(path) or "")
        for path in repository.matching(*CONFIGURATION)
    )


def outside(repository: Repository) -> str:
    """What a configuration of the tree extends that is not in it: Ruff would read it, and show lines of it."""
    for path in repository.matching(*CONFIGURATION):
        table: Any = repository.toml(path)
        if path.endswith("pyproject.toml"):
            table = table.get("tool") if isinstance(table, dict) else None
            table = table.get("ruff") if isinstance(table, dict) else None
        named = table.get("extend") if isinstance(table, dict) else None
        if not isinstance(named, str):
            continue
        target = posixpath.normpath(posixpath.join("/", path, "..", named)).lstrip("/")
        if named.startswith(("/", "~")) or "$" in named or target not in repository.path_set or _climbs(path, named):
            return named
    return ""


def _climbs(path: str, named: str) -> bool:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), named)).startswith("..")


def report(
    job: Job, done: Ran, listed: Ran, root: str, arguments: tuple[str, ...], its_version: str
) -> Answer[ToolRun]:
    """What a run says; with a gap for files that could not be parsed, which stand among its findings."""
    for ran in (listed, done):
        if ran.trouble or ran.exit_code not in (0, 1):
            return no_run("ruff", ran.trouble or f"exit code {ran.exit_code}: {ran.errors}")
    files = tuple(
        below(root, name) for name in listed.output.splitlines() if name.endswith((".py", ".pyi", ".pyw", ".ipynb"))
    )
    if not files:
        return no_run("ruff", "its configuration leaves it no file to check")
    try:
        entries = decode(done.stdout, list[Diagnostic])
    except ValueError as error:
        return no_run("ruff", f"exit code {done.exit_code}, its report cannot be read: {error}")
    torn = sorted({below(root, entry.filename) for entry in entries if not _is_rule(entry)})
    files = tuple(name for name in files if name not in torn)
    left_out = (gap("ruff", f"{len(torn)} files could not be parsed: {', '.join(torn[:3])}"),) if torn else ()
    if not files:
        return Answer(gaps=left_out)
    if (done.exit_code == 1) != bool(entries):
        return no_run("ruff", f"exit code {done.exit_code} with {len(entries)} findings")
    found = ToolRun(
        tool="ruff",
        argv=("ruff", *arguments),
        directory="",
        version=its_version,
        at=job.at,
        scanned=len(files),
        findings=named("ruff", (_finding(job.repository, entry, root) for entry in entries if _is_rule(entry))),
        exit_code=done.exit_code or 0,
        seconds=done.seconds,
    )
    return Answer(found=(found,), gaps=left_out, read=tuple(sorted(files)))


def _is_rule(entry: Diagnostic) -> bool:
    return entry.code is not None and entry.code.startswith("S")


def _finding(repository: Repository, entry: Diagnostic, root: str) -> ToolFinding:
    rule = entry.code or ""
    row = entry.location.row if entry.location else None
    end = entry.end_location.row if entry.end_location and row and entry.end_location.row > row else None
    return ToolFinding(
        rule=rule,
        text=plain(entry.message),
        span=place(repository, below(root, entry.filename), row, end),
        cwes=cwes("ruff", rule),
    )


def read(handed: Handed) -> Answer[ToolRun]:
    """A list of diagnostics from elsewhere. It does not tell what was looked at: an empty one proves nothing."""
    try:
        entries = decode(handed.content, list[Diagnostic])
    except ValueError as error:
        return no_run("ruff", f"{handed.name} cannot be read: {error}")
    files = {entry.filename for entry in entries}
    if any(entry.code in (None, "invalid-syntax") for entry in entries):
        return no_run("ruff", f"{handed.name} tells of files that could not be parsed")
    ours = [entry for entry in entries if _is_rule(entry)]
    if not ours:
        return no_run("ruff", f"{handed.name} holds no finding of a rule S, and does not tell what was checked")
    found = ToolRun(
        tool="ruff",
        argv=(),
        directory="",
        version="",
        at=handed.at,
        scanned=len(files),
        findings=named("ruff", (_elsewhere(entry) for entry in ours)),
        origin="report",
    )
    return Answer(found=(found,))


def _elsewhere(entry: Diagnostic) -> ToolFinding:
    rule = entry.code or ""
    return ToolFinding(
        rule=rule,
        text=plain(entry.message),
        span=Span(below("", entry.filename), entry.location.row if entry.location else None),
        cwes=cwes("ruff", rule),
    )


RUNNER = Runner(
    program="ruff",
    install="pip install ruff",
    inputs=(*SOURCE, *CONFIGURATION),
    run=run,
    nothing_to_do=nothing_to_do,
    read=read,
    usual=ARGUMENTS,
    obeys=CONFIGURATION,
)
