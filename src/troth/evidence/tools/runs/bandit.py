"""Runs Bandit on the whole tree and believes its report only where nothing was left out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs.documents import plain
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
    """What the report of a run says; a gap unless it is whole."""
    if done.trouble:
        return no_run("bandit", done.trouble)
    document = _document(done.output)
    if done.exit_code not in (0, 1) or document is None:
        return no_run("bandit", f"exit code {done.exit_code}: {done.errors or 'no report'}")
    errors = [entry for entry in document.get("errors") or [] if isinstance(entry, dict)]
    names = ", ".join(f"{_path(entry.get('filename'))} ({entry.get('reason')})" for entry in errors[:3])
    left_out = (gap("bandit", f"{len(errors)} files could not be read: {names}"),) if errors else ()
    failed = {str(entry.get("filename")) for entry in errors}
    scanned = [name for name in document.get("metrics") or {} if name != "_totals" and name not in failed]
    if not scanned:
        return Answer(gaps=left_out or (gap("bandit", "it scanned no file"),))
    found = named("bandit", (_finding(entry) for entry in document.get("results") or [] if isinstance(entry, dict)))
    if (done.exit_code == 1) != bool(found):
        return Answer(gaps=(gap("bandit", f"exit code {done.exit_code} with {len(found)} findings"),))
    return Answer(
        found=(
            ToolRun(
                tool="bandit",
                argv=("bandit", *arguments),
                directory="",
                version=its_version,
                at=at,
                scanned=len(scanned),
                findings=found,
                exit_code=done.exit_code or 0,
                seconds=done.seconds,
            ),
        ),
        gaps=left_out,
        read=tuple(sorted(_path(name) for name in scanned)),
    )


def _document(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _finding(entry: dict[str, Any]) -> ToolFinding:
    line = entry.get("line_number")
    rows = str(entry.get("code") or "").splitlines()
    text = next((row.partition(" ")[2] for row in rows if row.startswith(f"{line} ")), "")
    rule = str(entry.get("test_id") or "")
    said = entry.get("issue_cwe")
    return ToolFinding(
        rule=plain(rule),
        text=plain(str(entry.get("issue_text") or "")),
        span=Span(_path(entry.get("filename")), line if isinstance(line, int) else None, excerpt(plain(text))),
        severity=str(entry.get("issue_severity") or "").lower(),
        confidence=str(entry.get("issue_confidence") or "").lower(),
        cwes=(cwe(said.get("id")) if isinstance(said, dict) else ()) or cwes("bandit", rule),
    )


def _path(name: object) -> str:
    return str(name).removeprefix("./")


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``bandit -f json`` from elsewhere."""
    text = handed.content.decode("utf-8", errors="replace")
    document = _document(text)
    if document is None:
        return no_run("bandit", f"{handed.name} cannot be read")
    failing = 1 if document.get("results") else 0
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
)
