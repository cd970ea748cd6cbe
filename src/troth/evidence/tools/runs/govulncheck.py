"""Runs govulncheck in every Go module and tells what is called from what is only required."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from troth.evidence.process import Ran
from troth.evidence.tools.runs import go_modules
from troth.evidence.tools.runs.documents import plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import NEXT, start, together
from troth.evidence.tools.runs.stage import copy_of, gap, no_run, tool_path
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

DATABASE = "TROTH_GO_VULNDB"
"""Environment variable with the address of a Go vulnerability database, "file:///…" for one without network."""
NEVER = "0001-01-01"
"""The day that govulncheck gives a database of files that is not there: it finds nothing in it, and exits 0."""
LEVELS = ("called", "imported", "required")
"""How near a vulnerability is to the code, nearest first; only the first fails a run in text mode."""


class Message(msgspec.Struct, frozen=True):
    """One object of the stream: its name ("config", "SBOM", "osv", "finding") and content."""

    name: str
    content: dict[str, Any]


def run(job: Job) -> Answer[ToolRun]:
    """``govulncheck -format json ./...`` in each module; loads packages, runs none of their code.

    In this format it exits 0 whatever it finds: only the stream counts.
    """
    if reason := go_modules.nothing_to_do(job.repository):
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
        lost = f"; {NEXT}" if "vulnerability database" in done.errors or "vuln.go.dev" in done.errors else ""
        reason = done.trouble or f"exit code {done.exit_code}: {plain(done.errors)[:200]}{lost}"
        return no_run("govulncheck", reason, directory)
    try:
        messages = tuple(stream(done.output))
    except ValueError as error:
        return no_run("govulncheck", f"its report cannot be read: {error}", directory)
    config = next((message.content for message in messages if message.name == "config"), None)
    roots = [root for message in messages if message.name == "SBOM" for root in message.content.get("roots") or []]
    if config is None or not roots:
        return no_run("govulncheck", "it looked at no package", directory)
    known = {str(message.content.get("id")): message.content for message in messages if message.name == "osv"}
    findings = named("govulncheck", _findings([m.content for m in messages if m.name == "finding"], known, directory))
    last = str(config.get("db_last_modified") or "")
    if last.startswith(NEVER):
        last = ""
        if not known:
            return no_run("govulncheck", f"its database {config.get('db')} is empty or is not there; {NEXT}", directory)
    return Answer(
        found=(
            ToolRun(
                tool="govulncheck",
                argv=("govulncheck", *arguments),
                directory=directory,
                version=str(config.get("scanner_version") or "").removeprefix("v"),
                at=at,
                scanned=len(roots),
                findings=findings,
                database=f"{config.get('db') or ''} {last}".strip(),
                exit_code=0,
                seconds=done.seconds,
            ),
        ),
        gaps=(gap("govulncheck", "the date of its database is not known", directory),) if not last else (),
    )


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
            if isinstance(content, dict):
                yield Message(str(name), content)


def _findings(entries: list[dict[str, Any]], known: dict[str, dict[str, Any]], directory: str) -> Iterator[ToolFinding]:
    """One finding per advisory, at its nearest level; lines are those of the tree's own code."""
    best: dict[str, ToolFinding] = {}
    for entry in entries:
        trace = [frame for frame in entry.get("trace") or [] if isinstance(frame, dict)]
        if not trace:
            continue
        name, first = str(entry.get("osv") or ""), trace[0]
        level = "called" if first.get("function") else "imported" if first.get("package") else "required"
        if name in best and LEVELS.index(best[name].group) <= LEVELS.index(level):
            continue
        fixed = entry.get("fixed_version")
        summary = str(known.get(name, {}).get("summary") or first.get("module") or "")
        text = f"{summary} ({first.get('module')}{f', fixed in {fixed}' if fixed else ''})"
        aliases = known.get(name, {}).get("aliases")
        best[name] = ToolFinding(
            rule=plain(name),
            text=plain(text),
            span=_span(trace[-1], directory),
            group=level,
            aliases=tuple(one for one in aliases if isinstance(one, str)) if isinstance(aliases, list) else (),
            package=plain(str(first.get("module") or "")),
            version=plain(str(first.get("version") or "")),
            fixed=(plain(str(fixed)),) if fixed else (),
        )
    yield from (best[name] for name in sorted(best))


def _span(frame: dict[str, Any], directory: str) -> Span | None:
    position = frame.get("position")
    if not isinstance(position, dict) or not position.get("filename"):
        return Span(f"{directory}/go.mod" if directory else "go.mod")
    line = position.get("line")
    path = str(position["filename"])
    return Span(f"{directory}/{path}" if directory else path, line if isinstance(line, int) else None)


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
    usual=("-format", "json", "./..."),
    version=("-version",),
    counts=lambda finding: finding.group == LEVELS[0],
)
