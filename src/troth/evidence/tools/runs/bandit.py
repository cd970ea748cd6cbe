"""Runs Bandit on the whole tree and believes its report only where nothing was left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs.documents import decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner, Words
from troth.evidence.tools.runs.session import start, version
from troth.evidence.tools.runs.stage import copy_of, gap, no_run, tool_path
from troth.evidence.tools.weaknesses import cwe, cwes
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span, excerpt

USUAL = ("-r", ".")
FORM = ("-f", "json", "-q")
WORDS = Words(
    switches=("-r", "--recursive", "-l", "-ll", "-lll", "-i", "-ii", "-iii", "--ignore-nosec", "-a"),
    valued=("--severity-level", "--confidence-level", "-s", "--skip", "-t", "--tests", "-x", "--exclude", "-n"),
    paths=("-c", "--configfile", "--ini", "-b", "--baseline"),
    ours=("-q", "--quiet", "--silent", "-v", "--verbose", "-d", "--debug", "--exit-zero"),
    ours_valued=("-f", "--format", "-o", "--output", "--msg-template"),
    operands="paths",
)
"""Options of Bandit 1.9 (``bandit --help``)."""
READ = (".py", ".pyw", ".toml", ".cfg", ".ini", ".yaml", ".yml", ".bandit")
"""Ends of the names of files that Bandit looks at, itself or for its configuration."""


class CWE(msgspec.Struct, frozen=True):
    """The weakness of a finding."""

    id: int | str = 0


class Result(msgspec.Struct, frozen=True):
    """One finding; ``code`` holds the lines around it, each with its number."""

    test_id: str
    issue_text: str
    filename: str
    line_number: int | None = None
    code: str = ""
    issue_severity: str = ""
    issue_confidence: str = ""
    issue_cwe: CWE | None = None


class Unread(msgspec.Struct, frozen=True):
    """A file that could not be parsed."""

    filename: str
    reason: str = ""


class Report(msgspec.Struct, frozen=True):
    """The document of ``-f json``; the keys of ``metrics`` are the files that were looked at."""

    metrics: dict[str, Any]
    results: list[Result] = []
    errors: list[Unread] = []


def run(job: Job) -> Answer[ToolRun]:
    """``bandit -r .``; reads source, executes none of it.

    Bandit exits 0 though files could not be parsed, and 2 where it finds several ``.bandit`` files: gaps, both.
    """
    repository, at = job.repository, job.at
    program = tool_path("bandit")
    if program is None:
        return no_run("bandit", "not installed")
    if reason := nothing_to_do(repository):
        return no_run("bandit", reason)
    try:
        with copy_of(repository, lambda path: path.endswith(READ)) as root:
            several = repository.matching(".bandit")
            if len(several) > 1:
                return no_run("bandit", f"several .bandit files ({', '.join(several)}): Bandit refuses to choose")
            its_version = version(program, root)
            arguments = (*(job.words or USUAL), *FORM)
            done = start(job, (program, *arguments), root)
    except OSError as error:
        return no_run("bandit", str(error))
    return report(done, its_version, at, arguments)


def nothing_to_do(repository: Repository) -> str:
    """Bandit reads Python."""
    return "" if repository.matching("*.py", "*.pyw") else "no Python source in the tree"


def report(done: Ran, its_version: str, at: datetime, arguments: tuple[str, ...] = (*USUAL, *FORM)) -> Answer[ToolRun]:
    """What the report of a run says, with a gap for files that could not be read; a gap alone without a report."""
    if done.trouble or done.exit_code not in (0, 1):
        return no_run("bandit", done.trouble or f"exit code {done.exit_code}: {done.errors or 'no report'}")
    try:
        document = decode(done.stdout, Report)
    except ValueError as error:
        return no_run("bandit", f"exit code {done.exit_code}, its report cannot be read: {done.errors or error}")
    names = ", ".join(f"{_path(one.filename)} ({one.reason})" for one in document.errors[:3])
    left_out = (gap("bandit", f"{len(document.errors)} files could not be read: {plain(names)}"),) if names else ()
    failed = {one.filename for one in document.errors}
    scanned = [name for name in document.metrics if name != "_totals" and name not in failed]
    if not scanned:
        return Answer(gaps=left_out or (gap("bandit", "it scanned no file"),))
    found = named("bandit", map(_finding, document.results))
    if (done.exit_code == 1) != bool(found):
        return no_run("bandit", f"exit code {done.exit_code} with {len(found)} findings")
    run_of = ToolRun(
        tool="bandit",
        argv=("bandit", *arguments),
        directory="",
        version=its_version,
        at=at,
        scanned=len(scanned),
        findings=found,
        exit_code=done.exit_code or 0,
        seconds=done.seconds,
    )
    return Answer(found=(run_of,), gaps=left_out, read=tuple(sorted(map(_path, scanned))))


def _finding(entry: Result) -> ToolFinding:
    rows = entry.code.splitlines()
    text = next((row.partition(" ")[2] for row in rows if row.startswith(f"{entry.line_number} ")), "")
    return ToolFinding(
        rule=plain(entry.test_id),
        text=plain(entry.issue_text),
        span=Span(_path(entry.filename), entry.line_number, excerpt(plain(text))),
        severity=plain(entry.issue_severity.lower()),
        confidence=plain(entry.issue_confidence.lower()),
        cwes=(cwe(entry.issue_cwe.id) if entry.issue_cwe else ()) or cwes("bandit", entry.test_id),
    )


def _path(name: str) -> str:
    return plain(name).removeprefix("./")


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``bandit -f json`` from elsewhere."""
    try:
        failing = 1 if decode(handed.content, Report).results else 0
    except ValueError as error:
        return no_run("bandit", f"{handed.name} cannot be read: {error}")
    answer = report(Ran(argv=(), exit_code=failing, stdout=handed.content), "", handed.at, ())
    found = tuple(msgspec.structs.replace(run, argv=(), exit_code=0, origin="report") for run in answer.found)
    return msgspec.structs.replace(answer, found=found, read=())


RUNNER = Runner(
    program="bandit",
    install="pip install bandit",
    inputs=("*.py", "*.pyw", ".bandit", "pyproject.toml", "bandit.yaml", "bandit.yml", "setup.cfg", "tox.ini"),
    run=run,
    nothing_to_do=nothing_to_do,
    read=read,
    words=WORDS,
    usual=USUAL,
    obeys=(".bandit",),
)
