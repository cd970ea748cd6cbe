"""Runs pip-audit on every requirements file and Python lockfile, one run each; a skipped package makes a gap."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from troth.evidence import process
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import python_inputs, stage
from troth.evidence.tools.runs.documents import decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.lock_lines import line_of
from troth.evidence.tools.runs.python_inputs import Input
from troth.evidence.tools.runs.session import NEXT, start, together, version
from troth.evidence.tools.runs.stage import copy_of, gap, no_run
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer, Gap
from troth.terms.package import PYPI
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

ARGUMENTS = ("--format", "json", "--progress-spinner", "off")
"""Not ``--strict``: with it a package that cannot be looked up ends the run without a report of the others. Skipped
ones stand in the report, and are a gap."""
PINNED = ("--no-deps", "--disable-pip")
"""Versions are taken as they are written: pip is not started, nothing is downloaded or built."""
HASHED = ("--require-hashes", "--disable-pip")
MOST_FILES = 40
INHERITED = ("PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "XDG_CONFIG_HOME", "SSL_CERT_FILE",
             "REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")  # fmt: skip
WHEELS_ONLY = {"PIP_ONLY_BINARY": ":all:", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
"""Where versions have to be resolved, pip takes wheels: those are unpacked, source packages are built by their code."""
UNPINNED = "is not pinned to an exact version"
UNSAFE = "versions are not pinned, and resolving them could build local code or code of another index"


class Vulnerability(msgspec.Struct, frozen=True):
    """One record that a package falls under."""

    id: str
    fix_versions: list[str] = []
    aliases: list[str] = []
    description: str = ""


class Dependency(msgspec.Struct, frozen=True):
    """One package; with a ``skip_reason`` it was not looked up."""

    name: str
    version: str = ""
    vulns: list[Vulnerability] = []
    skip_reason: str | None = None


class Report(msgspec.Struct, frozen=True):
    """The document of ``--format json``."""

    dependencies: list[Dependency]


def run(job: Job) -> Answer[ToolRun]:
    """``pip-audit`` on each file. Where versions are not pinned, pip resolves them from wheels; never untrusted.

    With an OSV API on this machine that is asked, else the advisories of PyPI over the network.
    """
    program = stage.tool_path("pip-audit")
    if program is None:
        return no_run("pip-audit", "not installed")
    if reason := python_inputs.nothing_to_do(job.repository):
        return no_run("pip-audit", reason)
    files = python_inputs.inputs(job.repository)
    if not files:
        return no_run("pip-audit", "its files name no package")
    if len(files) > MOST_FILES:
        return no_run("pip-audit", f"{len(files)} files, more than {MOST_FILES}")
    try:
        with copy_of(job.repository, lambda _: False) as root:
            its_version = version(program, root)
            return together(_file(job, program, root, one, its_version) for one in files)
    except OSError as error:
        return no_run("pip-audit", str(error))


def _file(job: Job, program: str, root: Path, one: Input, its_version: str) -> Answer[ToolRun]:
    strange = [locked for locked in one.locked if locked.elsewhere]
    if strange:
        words = ", ".join(f"{locked.name} ({locked.elsewhere})" for locked in strange[:3])
        return no_run("pip-audit", f"{len(strange)} packages come from no index: {words}", one.path)
    if one.kind == "lock" and not one.locked:
        return no_run("pip-audit", "it names no package", one.path)
    what = _written(job.repository, root, one)
    how = HASHED if one.hashed else () if one.kind in ("pylock", "lock") else PINNED
    done = _start(job, program, root, (*what, *how))
    if done.exit_code == 1 and UNPINNED in done.errors:
        if job.untrusted:
            return no_run("pip-audit", "versions are not pinned, and on an untrusted tree pip is not started", one.path)
        if python_inputs.builds(job.repository, one.path):
            return no_run("pip-audit", UNSAFE, one.path)
        how, done = (), _start(job, program, root, what)
    arguments = (*_service(job), *ARGUMENTS, *what, *how)
    answer = report(job, done, one.path, (its_version, arguments))
    lost = python_inputs.outside(job.repository, one.path) if one.kind == "requirements" else ()
    if not lost:
        return answer
    words = f"it includes what is not in the tree: {plain(', '.join(lost[:3]))}"
    return msgspec.structs.replace(answer, gaps=(*answer.gaps, gap("pip-audit", words, one.path)))


def _start(job: Job, program: str, root: Path, what: tuple[str, ...]) -> Ran:
    cache = ("--cache-dir", str(root.parent / "cache"))
    words = (program, *_service(job), *ARGUMENTS, *cache, *what)
    return start(job, words, root, env=WHEELS_ONLY, inherit=INHERITED)


def _service(job: Job) -> tuple[str, ...]:
    address = job.advisories.osv_api.rstrip("/")
    return ("--vulnerability-service", "osv", "--osv-url", f"{address}/v1/query") if address else ()


def _written(repository: Repository, root: Path, one: Input) -> tuple[str, ...]:
    """Write what is audited into the copy; the words that name it. Files of UTF-16 become UTF-8, which it reads."""
    if one.kind == "requirements":
        for path in python_inputs.included(repository, one.path):
            _write(root / path, repository.text(path) or "")
        return ("--requirement", one.path)
    text = python_inputs.as_pylock(one.locked) if one.kind == "lock" else repository.text(one.path) or ""
    _write(root / f"{one.path}.d" / "pylock.toml", text)
    return ("--locked", f"{one.path}.d")


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def report(job: Job, done: Ran, path: str, how: tuple[str, tuple[str, ...]]) -> Answer[ToolRun]:
    """What a run says; ``how`` are version and arguments.

    It exits 1 for findings and for failures, and 0 where it looked nothing up: only the document tells.
    """
    if done.trouble or done.exit_code not in (0, 1):
        return no_run("pip-audit", done.trouble or f"exit code {done.exit_code}: {_reason(done.errors)}", path)
    try:
        document = decode(done.stdout, Report)
    except ValueError:
        reason = _reason(done.errors)
        return no_run("pip-audit", f"exit code {done.exit_code} without a report: {reason}", path)
    found = sum(len(one.vulns) for one in document.dependencies)
    if (done.exit_code == 1) != bool(found) and not any(one.skip_reason is not None for one in document.dependencies):
        return no_run("pip-audit", f"exit code {done.exit_code} with {found} findings", path)
    return _answer(document, path, job.repository, (job.at, done, *how))


def _reason(errors: str) -> str:
    """The last line that tells of an error, and what to do where the network was missing."""
    rows = [row for row in errors.splitlines() if row.strip()]
    told = [row.partition("pip_audit._cli:")[2] for row in rows if row.startswith("ERROR:pip_audit._cli:")]
    last = told[-1] if told else rows[-1] if rows else "no report"
    if last.startswith("Failed to install packages"):
        last = "pip could not resolve its versions from wheels"  # what follows is a command with temporary paths
    if "ConnectionError" in last or "Max retries" in last or "Failed to connect" in last:
        local = "127.0.0.1" in last or "localhost" in last
        if local:
            return "it could not reach the advisories that are served on this machine"
        cause = " (a sandbox has no network)" if process.is_wrapped() else ""
        return f"it could not reach its service{cause}; {NEXT}"
    return f"{last[:200]}; {NEXT}" if "not found on PyPI" in last or "timed out" in last else last


def _answer(
    document: Report, path: str, repository: Repository | None, how: tuple[datetime, Ran | None, str, tuple[str, ...]]
) -> Answer[ToolRun]:
    at, done, its_version, arguments = how
    skipped = [one for one in document.dependencies if one.skip_reason is not None]
    left_out: tuple[Gap, ...] = ()
    if skipped:
        first = f"{skipped[0].name}: {skipped[0].skip_reason}"
        further = f"; {NEXT}" if "not found on PyPI" in first else ""
        count = f"{len(skipped)} of {len(document.dependencies)} packages were skipped"
        left_out = (gap("pip-audit", f"{count} ({plain(first)[:120]}){further}", path),)
    if len(document.dependencies) == len(skipped):
        return Answer(gaps=left_out) if left_out else no_run("pip-audit", "it looked at no package", path)
    service = "OSV at " + arguments[arguments.index("--osv-url") + 1] if "--osv-url" in arguments else "PyPI"
    run_of = ToolRun(
        tool="pip-audit",
        argv=("pip-audit", *arguments) if done else (),
        directory=path.rpartition("/")[0],
        version=its_version,
        at=at,
        scanned=len(document.dependencies) - len(skipped),
        findings=named("pip-audit", _findings(document, path, repository)),
        database=service if done else "",
        exit_code=(done.exit_code or 0) if done else 0,
        seconds=done.seconds if done else 0.0,
        origin="run" if done else "report",
    )
    return Answer(found=(run_of,), gaps=left_out, read=(path,) if done else ())


def _findings(document: Report, path: str, repository: Repository | None) -> list[ToolFinding]:
    return [
        ToolFinding(
            rule=vulnerability.id,
            text=plain(f"{one.name} {one.version}: {vulnerability.description or vulnerability.id}"[:500]),
            span=(line_of(repository, path, one.name, one.version) if repository else Span(path)),
            group="advisories",
            aliases=tuple(sorted(vulnerability.aliases)),
            package=one.name,
            version=one.version,
            fixed=tuple(vulnerability.fix_versions),
        )
        for one in document.dependencies
        for vulnerability in one.vulns
    ]


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``pip-audit --format json`` from elsewhere."""
    try:
        document = decode(handed.content, Report)
    except ValueError as error:
        return no_run("pip-audit", f"{handed.name} cannot be read: {error}")
    return _answer(document, handed.name, None, (handed.at, None, "", ()))


RUNNER = Runner(
    program="pip-audit",
    install="pip install pip-audit",
    inputs=(*python_inputs.REQUIREMENTS, "*.txt", "*.in", *python_inputs.PYLOCK, *python_inputs.LOCKS),
    run=run,
    nothing_to_do=python_inputs.nothing_to_do,
    read=read,
    asks_advisories=True,
    ecosystems={PYPI: ("*",)},
    usual=ARGUMENTS,
)
