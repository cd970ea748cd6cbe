"""Runs Gitleaks on the tree; values are redacted by it, and nothing of them is kept."""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import below, decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import start
from troth.evidence.tools.runs.stage import copy_of, gap, no_run, search_path
from troth.evidence.tools.witnesses import SECRET, named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

LEAKS = 42
"""The exit code that is asked for where something was found: without that it is 1, as it is for errors."""
ARGUMENTS = ("dir", ".", "--redact", "--no-banner", "--no-color", "--report-format", "json", "--report-path", "-",
             "--exit-code", str(LEAKS))  # fmt: skip
"""The ``.gitleaks.toml`` and ``.gitleaksignore`` of the tree are read by it."""
_SCANNED = re.compile(r"scanned ~(\d+) bytes")
_MODULE = re.compile(r"^\s*mod\s+\S*/gitleaks/v8\s+v(\S+)", re.MULTILINE)


class Leak(msgspec.Struct, frozen=True, rename="pascal"):
    """One entry; ``fingerprint`` is file:rule:line and moves with the line, so it is not taken."""

    file: str
    rule: str = msgspec.field(name="RuleID")
    description: str = ""
    start_line: int = 0
    end_line: int = 0


def run(job: Job) -> Answer[ToolRun]:
    """``gitleaks dir .``; reads files, asks nobody."""
    program = stage.tool_path("gitleaks")
    if program is None:
        return no_run("gitleaks", "not installed")
    if not job.repository.paths:
        return no_run("gitleaks", "an empty tree")
    try:
        with copy_of(job.repository) as root:
            done = start(job, (program, *ARGUMENTS), root)
            built = start(job, ("go", "version", "-m", program), root.parent, env={"PATH": search_path()})
    except OSError as error:
        return no_run("gitleaks", str(error))
    told = _MODULE.search(built.output)
    return report(job, done, str(root), told[1] if told else "")


def report(job: Job, done: Ran, root: str, its_version: str) -> Answer[ToolRun]:
    """What a run says. Its report is a bare list: how much was looked at stands on standard error alone."""
    if done.trouble or done.exit_code not in (0, LEAKS):
        words = plain(done.errors)
        return no_run("gitleaks", done.trouble or f"exit code {done.exit_code}: {words.partition('FTL')[2] or words}")
    failed = next((line for line in map(plain, done.errors.splitlines()) if " ERR " in line), "")
    size = _SCANNED.search(done.errors)
    if size is None or int(size[1]) < 1:
        return no_run("gitleaks", "it scanned nothing")
    try:
        leaks = decode(done.stdout, list[Leak])
    except ValueError as error:
        return no_run("gitleaks", f"exit code {done.exit_code}, its report cannot be read: {error}")
    if (done.exit_code == LEAKS) != bool(leaks):
        return no_run("gitleaks", f"exit code {done.exit_code} with {len(leaks)} findings")
    answer = _answer(leaks, job.repository, root, (job.at, done, its_version))
    left_out = (gap("gitleaks", f"it could not read all: {failed.partition(' ERR ')[2]}"),) if failed else ()
    return msgspec.structs.replace(answer, gaps=left_out)


def _answer(
    leaks: list[Leak], repository: Repository | None, root: str, how: tuple[datetime, Ran | None, str]
) -> Answer[ToolRun]:
    at, done, its_version = how
    run_of = ToolRun(
        tool="gitleaks",
        argv=("gitleaks", *ARGUMENTS) if done else (),
        directory="",
        version=its_version,
        at=at,
        scanned=len(repository.paths) if repository else len({leak.file for leak in leaks}),
        findings=named("gitleaks", (_finding(leak, root) for leak in sorted(leaks, key=_order))),
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(found=(run_of,), read=repository.paths if repository else ())


def _order(leak: Leak) -> tuple[str, int, str]:
    """That of the tree: Gitleaks writes findings as its threads come to them."""
    return leak.file, leak.start_line, leak.rule


def _finding(leak: Leak, root: str) -> ToolFinding:
    """Rule and place; neither the value nor its line is kept, in whatever form the report holds them."""
    last = leak.end_line if leak.end_line > leak.start_line else None
    return ToolFinding(
        rule=plain(leak.rule),
        text=plain(leak.description),
        span=Span(below(root, leak.file), leak.start_line or None, "", last),
        group=SECRET,
        cwes=("CWE-798",),
    )


def read(handed: Handed) -> Answer[ToolRun]:
    """A report from elsewhere. It does not tell what was scanned: an empty one proves nothing."""
    try:
        leaks = decode(handed.content, list[Leak])
    except ValueError as error:
        return no_run("gitleaks", f"{handed.name} cannot be read: {error}")
    if not leaks:
        return no_run("gitleaks", f"{handed.name} holds no finding, and does not tell what was scanned")
    return _answer(leaks, None, "", (handed.at, None, ""))


RUNNER = Runner(
    program="gitleaks",
    install="go install github.com/zricethezav/gitleaks/v8@latest",
    inputs=("*",),
    run=run,
    read=read,
    usual=ARGUMENTS,
    version=("version",),
    obeys=(".gitleaks.toml", ".gitleaksignore"),
)
