"""Runs Bandit on the whole tree and believes its report only where nothing was left out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from troth.evidence.process import Ran
from troth.evidence.process import run as start
from troth.evidence.tools.runs.job import Job, Runner, Words
from troth.evidence.tools.runs.stage import copy_of, gap, no_run, tool_path
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
    if not repository.matching("*.py", "*.pyw"):
        return no_run("bandit", "no Python source in the tree")
    try:
        with copy_of(repository, lambda path: path.endswith(READ)) as root:
            several = repository.matching(".bandit")
            if len(several) > 1:
                return no_run("bandit", f"several .bandit files ({', '.join(several)}): Bandit refuses to choose")
            version = _version(program, root)
            arguments = (*(job.words or USUAL), *FORM)
            done = start((program, *arguments), root, timeout=job.limit)
    except OSError as error:
        return no_run("bandit", str(error))
    return report(done, version, at, arguments)


def report(done: Ran, version: str, at: datetime, arguments: tuple[str, ...] = (*USUAL, *FORM)) -> Answer[ToolRun]:
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
    found = tuple(_finding(entry) for entry in document.get("results") or [] if isinstance(entry, dict))
    if (done.exit_code == 1) != bool(found):
        return Answer(gaps=(gap("bandit", f"exit code {done.exit_code} with {len(found)} findings"),))
    return Answer(
        found=(
            ToolRun(
                tool="bandit",
                argv=("bandit", *arguments),
                directory="",
                version=version,
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
    return ToolFinding(
        rule=str(entry.get("test_id") or ""),
        text=str(entry.get("issue_text") or ""),
        span=Span(_path(entry.get("filename")), line if isinstance(line, int) else None, excerpt(text)),
        severity=str(entry.get("issue_severity") or "").lower(),
    )


def _path(name: object) -> str:
    return str(name).removeprefix("./")


def _version(program: str, folder: Path) -> str:
    words = start((program, "--version"), folder, timeout=30).output.split()
    return words[1] if len(words) > 1 else ""


RUNNER = Runner(
    program="bandit",
    install="pip install bandit",
    inputs=("*.py", "*.pyw", ".bandit", "pyproject.toml", "bandit.yaml", "bandit.yml", "setup.cfg", "tox.ini"),
    run=run,
    words=WORDS,
    usual=USUAL,
)
