"""Runs gosec in every Go module; errors of parsing or loading beside its findings make a gap, never a clean run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import go_modules, stage
from troth.evidence.tools.runs.documents import below, decode, lines, place, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner, Words
from troth.evidence.tools.runs.session import start, together
from troth.evidence.tools.runs.stage import copy_of, gap, no_run
from troth.evidence.tools.weaknesses import cwe, cwes
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer, Gap
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

USUAL = ("./...",)
FORM = ("-fmt", "json", "-track-suppressions")
"""Never ``-quiet``: with it gosec prints nothing and exits 0 where there is no finding, though files were not read."""
WORDS = Words(
    switches=("-nosec", "-exclude-generated", "-tests", "-enable-audit", "-nosec-require-rules",
              "-nosec-require-justification"),
    valued=("-include", "-exclude", "-severity", "-confidence", "-exclude-dir", "-exclude-rules", "-nosec-tag"),
    paths=("-conf",),
    ours=("-quiet", "-no-fail", "-verbose", "-stdout", "-color", "-sort", "-track-suppressions", "-show-ignored"),
    ours_valued=("-fmt", "-out", "-log"),
    operands="patterns",
)  # fmt: skip
"""Options of gosec 2.30 (``gosec --help``)."""
_MODULE = re.compile(r"^\s*mod\s+\S*/gosec/v2\s+v(\S+)", re.MULTILINE)


class CWE(msgspec.Struct, frozen=True):
    """The weakness of an issue."""

    id: str = ""


class Suppression(msgspec.Struct, frozen=True):
    """By what an issue was silenced: "inSource" (#nosec) or "external"."""

    kind: str = ""
    justification: str = ""


class Issue(msgspec.Struct, frozen=True):
    """One finding. ``line`` is text: "12", or "12-15" for several."""

    rule_id: str
    details: str
    file: str
    line: str
    severity: str = ""
    confidence: str = ""
    cwe: CWE | None = None
    nosec: bool = False
    suppressions: list[Suppression] | None = None


class GoError(msgspec.Struct, frozen=True):
    """What go said of a file that could not be read or loaded."""

    error: str
    line: int = 0


class Stats(msgspec.Struct, frozen=True):
    """What was looked at; ``found`` counts the issues that are not silenced."""

    files: int
    found: int
    lines: int = 0
    nosec: int = 0


class Report(msgspec.Struct, frozen=True):
    """The whole document of ``-fmt json``."""

    errors: dict[str, list[GoError]] = msgspec.field(name="Golang errors")
    issues: list[Issue] | None = msgspec.field(name="Issues")
    stats: Stats = msgspec.field(name="Stats")
    version: str = msgspec.field(name="GosecVersion", default="")


def run(job: Job) -> Answer[ToolRun]:
    """``gosec ./...`` in each module; loads packages and their types, runs none of their code."""
    program = stage.tool_path("gosec")
    if program is None:
        return no_run("gosec", "not installed")
    if reason := go_modules.hindrance(job.repository):
        return no_run("gosec", reason)
    modules = go_modules.modules(job.repository)
    try:
        with copy_of(job.repository) as root:
            its_version = _version(job, program, root.parent)
            return together(_each(job, program, root, modules, its_version), modules)
    except OSError as error:
        return no_run("gosec", str(error))


def _each(job: Job, program: str, root: Path, modules: tuple[str, ...], its_version: str) -> Iterator[Answer[ToolRun]]:
    """Innermost modules first: gosec walks from an outer one into those inside, and would load them wrongly."""
    folders = sorted((module.rpartition("/")[0] for module in modules), key=lambda one: (-_depth(one), one))
    for number, folder in enumerate(folders):
        for inner in folders[:number]:
            if inner != folder and (not folder or inner.startswith(f"{folder}/")):
                go_modules.leave_out(root, inner, folder)
        yield _module(job, program, root, folder, its_version)


def _depth(folder: str) -> int:
    return len(folder.split("/")) if folder else 0


def _version(job: Job, program: str, folder: Path) -> str:
    """gosec calls itself "dev" where ``go install`` built it: the module that it was built from says more."""
    done = start(
        job, ("go", "version", "-m", program), folder, env={**go_modules.ENVIRONMENT, "PATH": stage.search_path()}
    )
    found = _MODULE.search(done.output)
    return found[1] if found else ""


def _module(job: Job, program: str, root: Path, directory: str, its_version: str) -> Answer[ToolRun]:
    folder = root / directory
    if not any(
        path.endswith(".go") for path in job.repository.paths if path.startswith(f"{directory}/"[bool(not directory) :])
    ):
        return no_run("gosec", "no Go source in the module", directory)
    environment = go_modules.environment(folder)
    arguments = (*FORM, *(job.words or USUAL))
    done = start(job, (program, *arguments), folder, env=environment, inherit=go_modules.INHERITED)
    return report(job, done, directory, (str(root), its_version))


def report(job: Job, done: Ran, directory: str, where: tuple[str, str]) -> Answer[ToolRun]:
    """What a run says; ``where`` are the copy and the version of gosec.

    Its exit code is 1 for findings and for errors alike: only the document tells them apart.
    """
    if done.trouble or done.exit_code not in (0, 1):
        return no_run("gosec", done.trouble or f"exit code {done.exit_code}: {done.errors}", directory)
    try:
        document = decode(done.stdout, Report)
    except ValueError as error:
        last = done.errors.strip().rpartition("\n")[2]
        return no_run("gosec", f"exit code {done.exit_code} without a report: {last or error}", directory)
    return _answer(document, job.repository, where, directory, (job.at, done))


def _answer(
    document: Report,
    repository: Repository | None,
    where: tuple[str, str],
    directory: str,
    when: tuple[datetime, Ran | None],
) -> Answer[ToolRun]:
    (root, its_version), (at, done) = where, when
    lost = _lost(document, root, directory)
    if document.stats.files < 1:
        return Answer(gaps=lost) if lost else no_run("gosec", "it looked at no file", directory)
    issues = document.issues or []
    live = sum(not _silenced(issue) for issue in issues)
    if live != document.stats.found or (done is not None and (done.exit_code == 1) != bool(live or lost)):
        code = f"exit code {done.exit_code}, " if done else ""
        return no_run("gosec", f"{code}{live} findings listed, {document.stats.found} counted", directory)
    found = ToolRun(
        tool="gosec",
        argv=("gosec", *done.argv[1:]) if done else (),
        directory=directory,
        version=its_version or document.version.removeprefix("v"),
        at=at,
        scanned=document.stats.files,
        findings=named("gosec", (_finding(issue, repository, root) for issue in issues)),
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(found=(found,), gaps=lost)


def _lost(document: Report, root: str, directory: str) -> tuple[Gap, ...]:
    """A gap for the files that go could not parse, or whose types it could not work out: rules passed over them."""
    if not document.errors:
        return ()
    path, errors = next(iter(document.errors.items()))
    said = errors[0].error.rpartition("# command-line-arguments")[2].strip() if errors else "cannot be read"
    first = f"{below(root, path) or 'a package'}: {(said.splitlines() or [''])[0]}"
    return (gap("gosec", f"{len(document.errors)} files could not be read or loaded: {plain(first)}", directory),)


def _finding(issue: Issue, repository: Repository | None, root: str) -> ToolFinding:
    first, last = lines(issue.line)
    path = below(root, issue.file)
    return ToolFinding(
        rule=issue.rule_id,
        text=plain(issue.details),
        span=place(repository, path, first, last) if repository else Span(path, first, "", last),
        severity=issue.severity.lower(),
        confidence=issue.confidence.lower(),
        cwes=(cwe(issue.cwe.id) if issue.cwe else ()) or cwes("gosec", issue.rule_id),
        suppressed=_silenced(issue),
    )


def _silenced(issue: Issue) -> str:
    """By what an issue is silenced, with its reason; "" where it counts."""
    marks = issue.suppressions or []
    if not marks:
        return "#nosec" if issue.nosec else ""
    first = marks[0]
    name = "#nosec" if first.kind == "inSource" else first.kind or "a configuration"
    return plain(f"{name}: {first.justification}" if first.justification.strip() else name)


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``gosec -fmt json`` from elsewhere."""
    try:
        document = decode(handed.content, Report)
    except ValueError as error:
        return no_run("gosec", f"{handed.name} cannot be read: {error}")
    return _answer(document, None, ("", ""), "", (handed.at, None))


RUNNER = Runner(
    program="gosec",
    install="go install github.com/securego/gosec/v2/cmd/gosec@latest",
    inputs=("*.go", "go.mod", "go.sum"),
    run=run,
    nothing_to_do=go_modules.nothing_to_do,
    read=read,
    usual=(*FORM, *USUAL),
    version=("-version",),
    words=WORDS,
)
