"""Runs govulncheck in every Go module and tells what is called from what is only required."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from troth.evidence.process import Ran
from troth.evidence.tools.runs import go_modules
from troth.evidence.tools.runs.documents import plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import NEXT, start, together
from troth.evidence.tools.runs.stage import copy_of, gap, no_run, tool_path
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.package import GO
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

DATABASE = "TROTH_GO_VULNDB"
"""Environment variable with the address of a Go vulnerability database, "file:///…" for one without network."""
UNREACHED = ("vulnerability database", "vuln.go.dev", "creating client")
"""What its errors say where it has no database."""
NEVER = "0001-01-01"
"""The day that govulncheck gives a folder that holds no database: it finds nothing in it, and exits 0."""
T = TypeVar("T")
LEVELS = ("called", "imported", "required")
"""How near a vulnerability is to the code, nearest first; only the first fails a run in text mode."""


class Config(msgspec.Struct, frozen=True):
    """What ran against what."""

    scanner_version: str = ""
    db: str = ""
    db_last_modified: str = ""


class Sbom(msgspec.Struct, frozen=True):
    """What was looked at: ``roots`` are packages of the module."""

    roots: list[str] = []


class Osv(msgspec.Struct, frozen=True):
    """An advisory that a finding is about."""

    id: str
    summary: str = ""
    aliases: list[str] = []


class Position(msgspec.Struct, frozen=True):
    """A line of the tree, or of a module."""

    filename: str = ""
    line: int | None = None


class Frame(msgspec.Struct, frozen=True):
    """A step of a trace: the weak symbol first, the tree's own code last."""

    module: str
    version: str = ""
    package: str = ""
    function: str = ""
    position: Position | None = None


class Finding(msgspec.Struct, frozen=True):
    """One way in which one advisory concerns the module."""

    osv: str
    trace: Annotated[list[Frame], msgspec.Meta(min_length=1)]
    fixed_version: str = ""


class Message(msgspec.Struct, frozen=True):
    """One object of the stream: its name ("config", "SBOM", "osv", "finding") and content."""

    name: str
    content: dict[str, Any]


def run(job: Job) -> Answer[ToolRun]:
    """``govulncheck -format json ./...`` in each module; loads packages, runs none of their code.

    In this format it exits 0 whatever it finds: only the stream counts.
    """
    if reason := go_modules.hindrance(job.repository):
        return no_run("govulncheck", reason)
    program = tool_path("govulncheck")
    if program is None:
        return no_run("govulncheck", "not installed")
    modules = go_modules.modules(job.repository)
    try:
        with copy_of(job.repository) as root:
            return together((_module(program, root, module.rpartition("/")[0], job) for module in modules), modules)
    except OSError as error:
        return no_run("govulncheck", str(error))


def _module(program: str, root: Path, directory: str, job: Job) -> Answer[ToolRun]:
    database = job.advisories.go or os.environ.get(DATABASE, "")
    arguments = (*(("-db", database) if database else ()), "-format", "json", "./...")
    folder = root / directory
    environment = go_modules.environment(folder)
    done = start(job, (program, *arguments), folder, env=environment, inherit=go_modules.INHERITED)
    return report(done, directory, arguments, job.at)


def report(done: Ran, directory: str, arguments: tuple[str, ...], at: datetime) -> Answer[ToolRun]:
    """What the stream of a run says; a gap unless it ran to its end and looked at packages."""
    if done.trouble or done.exit_code != 0:
        lost = f"; {NEXT}" if any(each in done.errors for each in UNREACHED) else ""
        reason = done.trouble or f"exit code {done.exit_code}: {plain(done.errors)[:200]}{lost}"
        return no_run("govulncheck", reason, directory)
    try:
        messages = tuple(stream(done.output))
        config = next((msgspec.convert(one.content, Config) for one in messages if one.name == "config"), None)
        roots = [root for one in messages if one.name == "SBOM" for root in msgspec.convert(one.content, Sbom).roots]
        known = {one.id: one for one in _all(messages, "osv", Osv)}
        findings = named("govulncheck", _findings(_all(messages, "finding", Finding), known, directory))
    except ValueError as error:
        return no_run("govulncheck", f"its report cannot be read: {error}", directory)
    if config is None or not roots:
        return no_run("govulncheck", "it looked at no package", directory)
    last = plain(config.db_last_modified)
    if last.startswith(NEVER):
        last = ""
        if not known:
            return no_run("govulncheck", f"its database {config.db} is empty or is not there; {NEXT}", directory)
    return Answer(
        found=(
            ToolRun(
                tool="govulncheck",
                argv=("govulncheck", *arguments),
                directory=directory,
                version=plain(config.scanner_version).removeprefix("v"),
                at=at,
                scanned=len(roots),
                findings=findings,
                database=plain(f"{config.db} {last}").strip(),
                exit_code=0,
                seconds=done.seconds,
            ),
        ),
        gaps=(gap("govulncheck", "the date of its database is not known", directory),) if not last else (),
    )


def _all(messages: Sequence[Message], name: str, form: type[T]) -> list[T]:
    return [msgspec.convert(message.content, form) for message in messages if message.name == name]


def stream(text: str) -> Iterator[Message]:
    """Objects that follow each other without commas (golang.org/x/vuln protocol v1.0.0).

    Raises:
        ValueError: there is something else in between.
    """
    decoder, position = json.JSONDecoder(), 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if position >= len(text):
            return
        try:
            found, position = decoder.raw_decode(text, position)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        for name, content in found.items() if isinstance(found, dict) else ():
            if not isinstance(content, dict):
                raise ValueError(f"{name[:20]!r} is no object")  # noqa: TRY004 -- of the document, not of the caller
            yield Message(str(name), content)


def _findings(entries: list[Finding], known: dict[str, Osv], directory: str) -> Iterator[ToolFinding]:
    """One finding per advisory, at its nearest level; lines are those of the tree's own code."""
    best: dict[str, ToolFinding] = {}
    for entry in entries:
        first, name = entry.trace[0], entry.osv
        level = "called" if first.function else "imported" if first.package else "required"
        if name in best and LEVELS.index(best[name].group) <= LEVELS.index(level):
            continue
        fixed, record = entry.fixed_version, known.get(name)
        summary = (record.summary if record else "") or first.module
        best[name] = ToolFinding(
            rule=plain(name),
            text=plain(f"{summary} ({first.module}{f', fixed in {fixed}' if fixed else ''})"),
            span=_span(entry.trace[-1], directory),
            group=level,
            aliases=tuple(map(plain, record.aliases)) if record else (),
            package=plain(first.module),
            version=plain(first.version),
            fixed=(plain(fixed),) if fixed else (),
        )
    yield from (best[name] for name in sorted(best))


def _span(frame: Frame, directory: str) -> Span:
    position = frame.position
    path = plain(position.filename) if position and position.filename else "go.mod"
    line = position.line if position and position.filename else None
    return Span(f"{directory}/{path}" if directory else path, line)


def read(handed: Handed) -> Answer[ToolRun]:
    """A stream of ``govulncheck -format json`` from elsewhere."""
    answer = report(Ran(argv=(), exit_code=0, stdout=handed.content), "", (), handed.at)
    found = tuple(msgspec.structs.replace(run, argv=(), origin="report") for run in answer.found)
    return msgspec.structs.replace(answer, found=found, read=())


RUNNER = Runner(
    program="govulncheck",
    install="go install golang.org/x/vuln/cmd/govulncheck@latest",
    inputs=("*.go", "go.mod", "go.sum", "go.work"),
    run=run,
    nothing_to_do=go_modules.nothing_to_do,
    read=read,
    asks_advisories=True,
    ecosystems={GO: ("*",)},
    usual=("-format", "json", "./..."),
    version=("-version",),
    counts=lambda finding: finding.group == LEVELS[0],
)
