"""Runs Kingfisher on the tree, the second witness for secrets; it tries no credential and asks nobody."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import below, decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import start
from troth.evidence.tools.runs.stage import copy_of, gap, no_run
from troth.evidence.tools.witnesses import SECRET, named
from troth.terms.answer import Answer, Gap
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

ARGUMENTS = ("scan", ".", "--format", "json", "--redact", "--no-validate", "--no-update-check", "--no-dedup",
             "--git-history", "none")  # fmt: skip
"""``--no-validate``: without it every credential that is found is tried where it belongs. ``--no-dedup`` tells every
place of a value."""
LEAKS, VALIDATED = 200, 205
"""Exit codes of findings, and of findings that opened something."""


class Rule(msgspec.Struct, frozen=True):
    """The rule that matched."""

    id: str
    description: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where it stands. ``fingerprint`` is a number of Kingfisher's own."""

    path: str
    fingerprint: str = ""
    confidence: str = ""
    line: int = 0


class Entry(msgspec.Struct, frozen=True):
    """One finding."""

    rule: Rule
    finding: Place


class Counts(msgspec.Struct, frozen=True):
    """How the scans of the targets ended."""

    discovered: int
    scan_succeeded: int
    scan_partial: int = 0
    scan_failed: int = 0
    pending: int = 0


class Audit(msgspec.Struct, frozen=True):
    """What Kingfisher says of its own run."""

    summary: Counts


class Summary(msgspec.Struct, frozen=True):
    """What was looked at."""

    findings: int
    blobs_scanned: int
    bytes_scanned: int = 0


class Metadata(msgspec.Struct, frozen=True):
    """Of the run."""

    summary: Summary
    kingfisher_version: str = ""


class Report(msgspec.Struct, frozen=True):
    """The first of the two documents on standard output; the second repeats its figures."""

    findings: list[Entry]
    audit: Audit
    metadata: Metadata


def run(job: Job) -> Answer[ToolRun]:
    """``kingfisher scan .``; reads files, tries nothing that it finds."""
    program = stage.tool_path("kingfisher")
    if program is None:
        return no_run("kingfisher", "not installed")
    if not job.repository.paths:
        return no_run("kingfisher", "an empty tree")
    try:
        with copy_of(job.repository) as root:
            done = start(job, (program, *ARGUMENTS), root)
    except OSError as error:
        return no_run("kingfisher", str(error))
    return report(job, done, str(root))


def report(job: Job, done: Ran, root: str) -> Answer[ToolRun]:
    """What a run says; a gap unless every target was scanned to its end."""
    if done.trouble or done.exit_code not in (0, LEAKS, VALIDATED):
        return no_run("kingfisher", done.trouble or f"exit code {done.exit_code}: {_first(done.errors)}")
    try:
        document = decode(done.stdout.lstrip().partition(b"\n")[0], Report)
    except ValueError as error:
        return no_run("kingfisher", f"exit code {done.exit_code}, its report cannot be read: {error}")
    if (done.exit_code == 0) == bool(document.findings):
        return no_run("kingfisher", f"exit code {done.exit_code} with {len(document.findings)} findings")
    return _answer(document, job.repository, root, (job.at, done))


def _first(errors: str) -> str:
    return next((line for line in errors.splitlines() if line.startswith("Error")), errors)


def _answer(
    document: Report, repository: Repository | None, root: str, how: tuple[datetime, Ran | None]
) -> Answer[ToolRun]:
    at, done = how
    ended, summary = document.audit.summary, document.metadata.summary
    left_out: tuple[Gap, ...] = ()
    if ended.scan_partial or ended.scan_failed or ended.pending or ended.scan_succeeded < max(ended.discovered, 1):
        counted = f"{ended.scan_succeeded} of {ended.discovered} scans ended, {ended.scan_partial} of them in part"
        left_out = (gap("kingfisher", counted),)
    if summary.blobs_scanned < 1:
        return no_run("kingfisher", "it scanned nothing")
    if summary.findings != len(document.findings):
        return no_run("kingfisher", f"{len(document.findings)} findings listed, {summary.findings} counted")
    run_of = ToolRun(
        tool="kingfisher",
        argv=("kingfisher", *ARGUMENTS) if done else (),
        directory="",
        version=document.metadata.kingfisher_version,
        at=at,
        scanned=summary.blobs_scanned,
        findings=named("kingfisher", _findings(document.findings, root)),
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(found=(run_of,), gaps=left_out, read=repository.paths if repository else ())


def _findings(entries: list[Entry], root: str) -> list[ToolFinding]:
    """In the order of the tree; neither values nor their lines are kept."""
    found = [
        ToolFinding(
            rule=plain(entry.rule.id),
            text=plain(entry.rule.description),
            span=Span(below(root, entry.finding.path), entry.finding.line or None),
            confidence=entry.finding.confidence.lower(),
            group=SECRET,
            cwes=("CWE-798",),
        )
        for entry in entries
    ]
    return sorted(found, key=lambda one: (one.span or Span(""), one.rule))


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``kingfisher scan --format json`` from elsewhere."""
    try:
        document = decode(handed.content.lstrip().partition(b"\n")[0], Report)
    except ValueError as error:
        return no_run("kingfisher", f"{handed.name} cannot be read: {error}")
    return _answer(document, None, "", (handed.at, None))


RUNNER = Runner(
    program="kingfisher",
    install="pip install kingfisher-bin",
    inputs=("*",),
    run=run,
    read=read,
    usual=ARGUMENTS,
)
