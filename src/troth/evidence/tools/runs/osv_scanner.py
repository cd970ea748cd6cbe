"""Runs OSV-Scanner on the tree, with archives of advisories that stand here or over the network."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import stage
from troth.evidence.tools.runs.documents import below, decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.lock_lines import line_of
from troth.evidence.tools.runs.session import NEXT, start, version
from troth.evidence.tools.runs.stage import copy_of, gap, no_run
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.package import CRATES, GO, NPM, PYPI
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.severity import rated
from troth.terms.span import Span

ARGUMENTS = ("scan", "source", "--recursive", "--no-ignore", "--format", "json", "--all-packages", "--no-resolve",
             "--no-call-analysis", "all", ".")  # fmt: skip
"""``--no-ignore``: a ``.gitignore`` that names a lockfile which git holds all the same would hide it.
``--all-packages`` tells what was looked at; analysis of calls builds the project, and resolving asks registries."""
OFFLINE = "--offline"
CACHE = "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY"
"""Environment variable with the folder of ``osv-scanner/ECOSYSTEM/all.zip``."""
GENERAL_ERROR, NO_PACKAGES = 127, 128
"""Exit codes (https://google.github.io/osv-scanner/output/#return-codes): below 127 they tell of results."""
_UNLOADED = re.compile(r"^could not load db for (.+?) ecosystem", re.MULTILINE)
_TROUBLE = re.compile(r"^(?:Error during|could not load db|Failed to)[^\n]*", re.MULTILINE)
PYTHON = (
    "requirements*.txt",
    "*requirements.txt",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "pylock*.toml",
)
NODE = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock")
LOCKS = ("Cargo.lock", "go.mod", *PYTHON, *NODE, "composer.lock", "Gemfile.lock", "gradle.lockfile",
         "buildscript-gradle.lockfile", "pom.xml", "mix.lock", "pubspec.lock", "renv.lock", "conan.lock",
         "packages.lock.json", "deps.json", "stack.yaml.lock", "cabal.project.freeze")  # fmt: skip


class Package(msgspec.Struct, frozen=True):
    """A package of a lockfile."""

    name: str
    ecosystem: str = ""
    version: str = ""


class Vulnerability(msgspec.Struct, frozen=True):
    """One record; what is not asked of it stays unread."""

    id: str
    summary: str = ""
    details: str = ""
    aliases: list[str] = []
    affected: list[dict[str, Any]] = []
    database_specific: Any = None


class Group(msgspec.Struct, frozen=True):
    """Records of one weakness. ``max_severity`` is a score as text, "" where no record carries one."""

    ids: list[str]
    aliases: list[str] = []
    max_severity: str = ""


class Scanned(msgspec.Struct, frozen=True):
    """One package with what it falls under."""

    package: Package
    vulnerabilities: list[Vulnerability] = []
    groups: list[Group] = []


class Source(msgspec.Struct, frozen=True):
    """The file that names packages."""

    path: str
    type: str = ""


class Result(msgspec.Struct, frozen=True):
    """One file."""

    source: Source
    packages: list[Scanned] = []


class Report(msgspec.Struct, frozen=True):
    """The document of ``--format json``."""

    results: list[Result] | None


def run(job: Job) -> Answer[ToolRun]:
    """``osv-scanner scan source``; reads lockfiles, builds and resolves nothing.

    Without archives here it asks over the network; on an untrusted tree it does not.
    """
    program = stage.tool_path("osv-scanner")
    if program is None:
        return no_run("osv-scanner", "not installed")
    if reason := nothing_to_do(job.repository):
        return no_run("osv-scanner", reason)
    archives = job.advisories.osv_zips
    if archives is None and job.untrusted:
        return no_run("osv-scanner", f"no advisories here, and an untrusted tree is not sent anywhere; {NEXT}")
    arguments = (*ARGUMENTS[:-1], *((OFFLINE,) if archives else ()), ARGUMENTS[-1])
    try:
        with copy_of(job.repository) as root:
            environment = {CACHE: str(_cache(root.parent, archives))} if archives else {}
            done = start(job, (program, *arguments), root, env=environment)
            how = (version(program, root.parent), arguments, archives.as_uri() if archives else "https://api.osv.dev")
            return report(job, done, str(root), how)
    except OSError as error:
        return no_run("osv-scanner", str(error))


def _cache(folder: Path, archives: Path) -> Path:
    """A folder in which the archives stand where OSV-Scanner looks for them."""
    (folder / "database").mkdir()
    (folder / "database" / "osv-scanner").symlink_to(archives)
    return folder / "database"


def nothing_to_do(repository: Repository) -> str:
    """Whether there is a lockfile that it reads."""
    return "" if repository.matching(*LOCKS) else "no lockfile that it reads in the tree"


def report(job: Job, done: Ran, root: str, how: tuple[str, tuple[str, ...], str]) -> Answer[ToolRun]:
    """What a run says; ``how`` are version, arguments and what was asked.

    Where advisories are missing, or a file cannot be read, it still writes a report, of the rest and without findings:
    only its words on standard error and an exit code of 127 tell.
    """
    if done.trouble:
        return no_run("osv-scanner", done.trouble)
    told = [below(root.lstrip("/"), line) for line in map(plain, _TROUBLE.findall(done.errors))]
    unknown = frozenset(_UNLOADED.findall(done.errors))
    if done.exit_code is None or done.exit_code > GENERAL_ERROR or (done.exit_code == GENERAL_ERROR and not told):
        reason = told[0] if told else (done.errors.strip().splitlines() or ["no report"])[-1]
        return no_run("osv-scanner", f"exit code {done.exit_code}: {reason}")
    try:
        document = decode(done.stdout, Report)
    except ValueError as error:
        return no_run("osv-scanner", f"exit code {done.exit_code}, its report cannot be read: {error}")
    lost = f"; {NEXT}" if unknown else ""
    gaps = (gap("osv-scanner", f"{told[0]}{lost}"),) if told else ()
    answer = _answer(document, job.repository, root, (job.at, done, *how), unknown)
    found = sum(len(run_of.findings) for run_of in answer.found)
    if answer.found and not told and (done.exit_code == 0) != (found == 0):
        return no_run("osv-scanner", f"exit code {done.exit_code} with {found} findings")
    return msgspec.structs.replace(answer, gaps=gaps or answer.gaps)


def _answer(
    document: Report,
    repository: Repository | None,
    root: str,
    how: tuple[datetime, Ran | None, str, tuple[str, ...], str],
    unknown: frozenset[str] = frozenset(),
) -> Answer[ToolRun]:
    at, done, its_version, arguments, database = how
    results = document.results or []
    packages = sum(one.package.ecosystem not in unknown for result in results for one in result.packages)
    if not packages:
        return no_run("osv-scanner", "it looked at no package")
    findings = [
        finding
        for result in results
        for scanned in result.packages
        for finding in _findings(scanned, below(root, result.source.path), repository)
    ]
    run_of = ToolRun(
        tool="osv-scanner",
        argv=("osv-scanner", *arguments) if done else (),
        directory="",
        version=its_version,
        at=at,
        scanned=packages,
        findings=named("osv-scanner", findings),
        database=database,
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(
        found=(run_of,), read=tuple(sorted({below(root, one.source.path) for one in results})) if done else ()
    )


def _findings(scanned: Scanned, path: str, repository: Repository | None) -> list[ToolFinding]:
    """One finding per group of aliases."""
    known = {one.id: one for one in scanned.vulnerabilities}
    part = scanned.package
    found = []
    for group in scanned.groups:
        name = group.ids[0] if group.ids else ""
        record = known.get(name)
        words = (record.summary or record.details if record else "") or name
        found.append(
            ToolFinding(
                rule=name,
                text=plain(f"{part.name} {part.version}: {words}"[:500]),
                span=line_of(repository, path, part.name, part.version) if repository else Span(path),
                severity=_word(group.max_severity),
                group="advisories",
                aliases=tuple(sorted({*group.ids, *group.aliases} - {name})),
                package=part.name,
                version=part.version,
                fixed=_fixed(record, part) if record else (),
            )
        )
    return found


def _word(score: str) -> str:
    """The band of a score of CVSS (FIRST, "Qualitative Severity Rating Scale"); "" where there is no score."""
    try:
        number = float(score)
    except ValueError:
        return ""
    return rated(number).value if 0.0 <= number <= 10.0 else ""


def _fixed(record: Vulnerability, part: Package) -> tuple[str, ...]:
    """Versions that mend it, of the entries for this package."""
    found: dict[str, None] = {}
    for entry in record.affected:
        package, ranges = entry.get("package"), entry.get("ranges")
        if not isinstance(package, dict) or package.get("name") != part.name or not isinstance(ranges, list):
            continue
        for one in ranges:
            events = one.get("events") if isinstance(one, dict) and one.get("type") != "GIT" else None
            for event in events if isinstance(events, list) else ():
                if isinstance(event, dict) and isinstance(event.get("fixed"), str):
                    found[event["fixed"]] = None
    return tuple(found)


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``osv-scanner --format json`` from elsewhere; without ``--all-packages`` a clean one is empty."""
    try:
        document = decode(handed.content, Report)
    except ValueError as error:
        return no_run("osv-scanner", f"{handed.name} cannot be read: {error}")
    return _answer(document, None, "", (handed.at, None, "", (), ""))


RUNNER = Runner(
    program="osv-scanner",
    install="go install github.com/google/osv-scanner/v2/cmd/osv-scanner@latest",
    inputs=(*LOCKS, "osv-scanner.toml"),
    run=run,
    nothing_to_do=nothing_to_do,
    read=read,
    asks_advisories=True,
    ecosystems={CRATES: ("Cargo.lock",), GO: ("go.mod",), NPM: NODE, PYPI: PYTHON},
    usual=ARGUMENTS,
    obeys=("osv-scanner.toml",),
)
