"""Runs Betterleaks on the tree; every finding bears the fingerprint of its value, and no value is ever kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import below, decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.session import start
from troth.evidence.tools.runs.stage import copy_of, no_run
from troth.evidence.tools.witnesses import SECRET, named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

LEAKS = 42
"""The exit code that is asked for where something was found: without that it is 1, as it is for errors."""
ARGUMENTS = (".", "--redact", "--no-banner", "--no-color", "--exit-code", str(LEAKS), "--output", "-")
"""The command line of Betterleaks 2; it validates nothing over the network unless it is told to."""
CONFIGURATION = (".betterleaks.toml", "betterleaks.toml")
"""Configuration of version 2; it refuses a ``.gitleaks.toml`` with allowlists of version 1."""
REDACTED = "REDACTED"


class Found(msgspec.Struct, frozen=True):
    """What matched: never more than its fingerprint is taken from here."""

    fingerprint: str = ""
    value: str = ""


class Location(msgspec.Struct, frozen=True):
    """Where it stands, lines from 1."""

    path: str = ""
    start_line: int | None = None
    end_line: int | None = None


class Leak(msgspec.Struct, frozen=True):
    """One entry of ``findings``."""

    rule_id: str
    match: Found
    location: Location
    rule_hash: str = ""
    description: str = ""
    confidence: str = ""
    attributes: dict[str, str] = {}


class Scan(msgspec.Struct, frozen=True):
    """How the scan went: ``state`` is "complete" where it was whole."""

    state: str
    num_findings: int
    bytes_scanned: int
    betterleaks_version: str = ""


class Report(msgspec.Struct, frozen=True):
    """The document of version 2; ``findings`` may be null."""

    schema_version: str
    findings: list[Leak] | None
    scan: Scan


def run(job: Job) -> Answer[ToolRun]:
    """``betterleaks . --redact``; reads files, asks nobody whether what it found is valid.

    A configuration of the tree is given with ``--config``: by itself it loads none from there.
    """
    program = stage.tool_path("betterleaks")
    if program is None:
        return no_run("betterleaks", "not installed")
    if not job.repository.paths:
        return no_run("betterleaks", "an empty tree")
    named_here = next((path for path in CONFIGURATION if path in job.repository.path_set), "")
    arguments = (*ARGUMENTS, *(("--config", named_here) if named_here else ()))
    try:
        with copy_of(job.repository) as root:
            done = start(job, (program, *arguments), root)
    except OSError as error:
        return no_run("betterleaks", str(error))
    return report(job, done, arguments, str(root))


def report(job: Job, done: Ran, arguments: tuple[str, ...], root: str) -> Answer[ToolRun]:
    """What a run says; a gap unless the scan was complete and looked at something."""
    if done.trouble or done.exit_code not in (0, LEAKS):
        return no_run("betterleaks", done.trouble or f"exit code {done.exit_code}: {_reason(done.errors)}")
    try:
        document = decode(done.stdout, Report)
    except ValueError as error:
        return no_run("betterleaks", f"exit code {done.exit_code}, its report cannot be read: {error}")
    found = document.findings or []
    if (done.exit_code == LEAKS) != bool(found):
        return no_run("betterleaks", f"exit code {done.exit_code} with {len(found)} findings")
    return _answer(document, job.repository, root, (job.at, done, arguments))


def _reason(errors: str) -> str:
    last = next((line for line in errors.splitlines() if " FTL " in line or "error" in line), errors)
    return last.partition(" FTL ")[2] or last


def _answer(
    document: Report, repository: Repository | None, root: str, how: tuple[datetime, Ran | None, tuple[str, ...]]
) -> Answer[ToolRun]:
    at, done, arguments = how
    scan, found = document.scan, document.findings or []
    if scan.state != "complete":
        return no_run("betterleaks", f"its scan ended as {plain(scan.state)}, not complete")
    if scan.num_findings != len(found):
        return no_run("betterleaks", f"{len(found)} findings listed, {scan.num_findings} counted")
    if scan.bytes_scanned < 1:
        return no_run("betterleaks", "it scanned nothing")
    files = len(repository.paths) if repository else max(1, len({leak.location.path for leak in found}))
    run_of = ToolRun(
        tool="betterleaks",
        argv=("betterleaks", *arguments) if done else (),
        directory="",
        version=scan.betterleaks_version,
        at=at,
        scanned=files,
        findings=named("betterleaks", _findings(found, root)),
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(found=(run_of,), read=repository.paths if repository else ())


def _rules(leaks: list[Leak]) -> dict[str, Leak]:
    """By the hash of a rule, a finding in which its name is whole.

    ``--redact`` replaces a value wherever it stands, in the name of the rule too: where the value is "password",
    "generic-password" becomes "generic-REDACTED".
    """
    return {leak.rule_hash: leak for leak in leaks if leak.rule_hash and REDACTED not in leak.rule_id}


def _findings(leaks: list[Leak], root: str) -> list[ToolFinding]:
    """In the order of the tree: Betterleaks writes them as its threads come to them."""
    rules = _rules(leaks)
    found = [_finding(leak, root, rules) for leak in leaks]
    return sorted(
        found, key=lambda one: (str(one.span and one.span.path), one.span.line or 0 if one.span else 0, one.rule)
    )


def _finding(leak: Leak, root: str, rules: dict[str, Leak]) -> ToolFinding:
    """Rule, place and fingerprint; neither the value nor its line is kept, in whatever form the report holds them."""
    whole = rules.get(leak.rule_hash, leak)
    span = Span(below(root, leak.location.path), leak.location.start_line, "", leak.location.end_line)
    return ToolFinding(
        rule=plain(whole.rule_id),
        text=plain(whole.description),
        span=span,
        confidence=leak.confidence.lower(),
        group=SECRET,
        cwes=("CWE-798",),
        fingerprint=leak.match.fingerprint,
    )


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of Betterleaks 2 from elsewhere."""
    try:
        document = decode(handed.content, Report)
    except ValueError as error:
        return no_run("betterleaks", f"{handed.name} cannot be read: {error}")
    return _answer(document, None, "", (handed.at, None, ()))


RUNNER = Runner(
    program="betterleaks",
    install='pip install "troth[secrets]"',
    inputs=("*",),
    run=run,
    read=read,
    usual=ARGUMENTS,
    obeys=(".betterleaks.toml", ".gitleaksignore"),
)
