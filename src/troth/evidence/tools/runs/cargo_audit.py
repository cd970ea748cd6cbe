"""Runs cargo-audit on every Cargo.lock, with the advisories that stand here or those that it fetches itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.lock_lines import line_of
from troth.evidence.tools.runs.rust_workspaces import date_of, hindrance, locks, nothing_to_do
from troth.evidence.tools.runs.session import NEXT, start, together, version
from troth.evidence.tools.runs.stage import copy_of, gap, no_run
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.package import CRATES
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

ARGUMENTS = ("audit", "--json", "--file", "Cargo.lock")
OFFLINE = ("--no-fetch", "--no-yanked")
"""Nothing is fetched; whether a crate was yanked is known to the index of the registry alone, so it is not asked."""


class Database(msgspec.Struct, frozen=True, rename="kebab"):
    """What was compared against; commit and date are only told by a run that fetched it."""

    advisory_count: int
    last_commit: str | None = None
    last_updated: str | None = None


class Lockfile(msgspec.Struct, frozen=True, rename="kebab"):
    """What was looked at."""

    dependency_count: int


class Advisory(msgspec.Struct, frozen=True):
    """The advisory that a crate falls under."""

    id: str
    title: str = ""
    cvss: str | None = None
    aliases: list[str] = []
    informational: str | None = None
    withdrawn: str | None = None


class Versions(msgspec.Struct, frozen=True):
    """Requirements of versions that are safe."""

    patched: list[str] = []
    unaffected: list[str] = []


class Package(msgspec.Struct, frozen=True):
    """A crate of the lockfile."""

    name: str
    version: str


class Match(msgspec.Struct, frozen=True):
    """A crate under an advisory; warnings of the kind "yanked" have none."""

    package: Package
    advisory: Advisory | None = None
    versions: Versions | None = None


class Vulnerabilities(msgspec.Struct, frozen=True):
    """Those that fail a run."""

    found: bool
    count: int
    listed: list[Match] = msgspec.field(name="list")


class Report(msgspec.Struct, frozen=True):
    """The whole document of ``--json``."""

    database: Database
    lockfile: Lockfile
    vulnerabilities: Vulnerabilities
    warnings: dict[str, list[Match]] = {}


def run(job: Job) -> Answer[ToolRun]:
    """``cargo audit`` on each lockfile; reads that and ``.cargo/audit.toml``, and nothing else of the project."""
    program = stage.tool_path("cargo-audit")
    if program is None:
        return no_run("cargo-audit", "not installed")
    if reason := hindrance(job.repository, with_manifest=False):
        return no_run("cargo-audit", reason)
    found = locks(job.repository)
    try:
        with copy_of(job.repository, lambda path: path.endswith(("Cargo.lock", ".cargo/audit.toml"))) as root:
            for path in job.repository.matching("audit.toml"):
                without_database(root / path)
            its_version = version(program, root.parent)
            return together((_lock(job, program, root, path, its_version) for path in found), found)
    except OSError as error:
        return no_run("cargo-audit", str(error))


def without_database(file: Path) -> None:
    """Leave ``[database]`` out of a configuration in a copy: it names an address and where to fetch that to.

    One that cannot be read here becomes one that cargo-audit cannot read either, and says so itself.
    """
    import tomlkit  # noqa: PLC0415 - only who writes pays for it

    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8"))
        if document.pop("database", None) is not None:
            file.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError:
        return
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        file.write_text("[", encoding="utf-8")


def _lock(job: Job, program: str, root: Path, path: str, its_version: str) -> Answer[ToolRun]:
    directory = path.rpartition("/")[0]
    local = job.advisories.rustsec
    data = ("--db", str(local), *OFFLINE) if local else ()
    done = start(job, (program, *ARGUMENTS, *data), root / directory, inherit=("CARGO_HOME",))
    dated = date_of(job)
    return report(job, done, path, (its_version, (*ARGUMENTS, *data), dated))


def report(job: Job, done: Ran, path: str, how: tuple[str, tuple[str, ...], str]) -> Answer[ToolRun]:
    """What a run says; ``how`` are version, arguments and the date of the database that was given.

    It exits 1 where something was found, and also where the database could not be had: only the document tells.
    """
    directory = path.rpartition("/")[0]
    if done.trouble:
        return no_run("cargo-audit", done.trouble, directory)
    try:
        document = decode(done.stdout, Report)
    except ValueError as error:
        reason = _reason(done.errors) or str(error)
        return no_run("cargo-audit", f"exit code {done.exit_code} without a report: {reason}", directory)
    if (done.exit_code or 0) not in (0, 1) or (done.exit_code == 0 and document.vulnerabilities.listed):
        number = len(document.vulnerabilities.listed)
        return no_run("cargo-audit", f"exit code {done.exit_code} with {number} vulnerabilities", directory)
    return _answer(document, path, job.repository, (job.at, done, *how))


def _reason(errors: str) -> str:
    """The error that cargo-audit gives, with what to do where it is the missing database."""
    first = next((line for line in errors.splitlines() if line.startswith("error:")), errors)
    return f"{first}; {NEXT}" if "database" in first or "fetch" in first else first


def _answer(
    document: Report,
    path: str,
    repository: Repository | None,
    how: tuple[datetime, Ran | None, str, tuple[str, ...], str],
) -> Answer[ToolRun]:
    at, done, its_version, arguments, dated = how
    directory = path.rpartition("/")[0]
    if document.lockfile.dependency_count < 1 or document.database.advisory_count < 1:
        counted = f"{document.lockfile.dependency_count} crates, {document.database.advisory_count} advisories"
        return no_run("cargo-audit", f"nothing was compared: {counted}", directory)
    listed = document.vulnerabilities.listed
    if document.vulnerabilities.count != len(listed):
        return no_run("cargo-audit", f"{len(listed)} listed, {document.vulnerabilities.count} counted", directory)
    denied = done is not None and done.exit_code == 1 and not listed  # then warnings made it fail: deny in audit.toml
    findings = [_finding(match, "", path, repository) for match in listed]
    for kind, matches in sorted(document.warnings.items()):
        findings += [_finding(match, kind, path, repository, denied=denied) for match in matches]
    last = document.database.last_updated or dated
    found = ToolRun(
        tool="cargo-audit",
        argv=("cargo", *arguments) if done else (),
        directory=directory,
        version=its_version,
        at=at,
        scanned=document.lockfile.dependency_count,
        findings=named("cargo-audit", findings),
        database=f"RustSec, {document.database.advisory_count} advisories {last}".strip(),
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    gaps = () if last else (gap("cargo-audit", "the date of its database is not known", directory),)
    return Answer(found=(found,), gaps=gaps)


def _finding(
    match: Match, warning: str, path: str, repository: Repository | None, *, denied: bool = False
) -> ToolFinding:
    """One crate under one advisory; warnings fail no run of cargo-audit unless ``denied``, so they do not count."""
    advisory = match.advisory
    name, number = match.package.name, match.package.version
    return ToolFinding(
        rule=advisory.id if advisory else warning,
        text=plain(f"{name} {number}: {advisory.title if advisory else warning}"),
        span=line_of(repository, path, name, number) if repository else Span(path),
        group=(advisory.informational or warning if advisory else warning) or "advisories",
        aliases=tuple(advisory.aliases) if advisory else (),
        package=name,
        version=number,
        fixed=tuple(match.versions.patched) if match.versions else (),
        suppressed=f"a warning of cargo-audit ({warning})" if warning and not denied else "",
    )


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``cargo audit --json`` from elsewhere."""
    try:
        document = decode(handed.content, Report)
    except ValueError as error:
        return no_run("cargo-audit", f"{handed.name} cannot be read: {error}")
    return _answer(document, "Cargo.lock", None, (handed.at, None, "", (), ""))


RUNNER = Runner(
    program="cargo-audit",
    install="cargo install --locked cargo-audit",
    inputs=("Cargo.lock", ".cargo/audit.toml"),
    run=run,
    nothing_to_do=nothing_to_do,
    read=read,
    asks_advisories=True,
    ecosystems={CRATES: ("*",)},
    usual=ARGUMENTS,
    obeys=(".cargo/audit.toml",),
)
