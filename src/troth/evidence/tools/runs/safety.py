"""Reads reports of `safety check` and never starts it: its makers retired it, and it lives by their service."""

from __future__ import annotations

from typing import Any

import msgspec

from troth.evidence.tools.runs.documents import decode, plain
from troth.evidence.tools.runs.job import Handed, Job, Runner
from troth.evidence.tools.runs.stage import no_run
from troth.evidence.tools.witnesses import named
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span

RETIRED = (
    "its makers do not support `safety check` since June 2024; their `safety scan` needs a login, "
    "so Troth starts neither: pip-audit needs none"
)


class Meta(msgspec.Struct, frozen=True):
    """``report_meta`` of version 2 and 3."""

    packages_found: int
    vulnerabilities_found: int = 0
    safety_version: str = ""
    local_database_path: str | None = None
    scanned: list[str] = []


class Vulnerability(msgspec.Struct, frozen=True):
    """One entry of ``vulnerabilities`` or ``ignored_vulnerabilities``."""

    vulnerability_id: str
    package_name: str
    analyzed_version: str | None = None
    advisory: str | None = None
    cve: str | None = msgspec.field(name="CVE", default=None)
    fixed_versions: list[str] | None = None
    ignored_reason: str | None = None
    ignored_expires: Any = None


class Report(msgspec.Struct, frozen=True):
    """The document of ``safety check --json``."""

    report_meta: Meta
    scanned_packages: dict[str, Any]
    vulnerabilities: list[Vulnerability]
    ignored_vulnerabilities: list[Vulnerability] = []


def run(job: Job) -> Answer[ToolRun]:  # noqa: ARG001 -- every runner is given a job
    """Nothing is started: ``safety check`` sends the list of packages to a service and has no advisories here."""
    return no_run("safety", RETIRED)


def read(handed: Handed) -> Answer[ToolRun]:
    """A report of ``safety check --json`` from elsewhere (versions 2 and 3)."""
    try:
        document = decode(handed.content, Report)
    except ValueError as error:
        return no_run("safety", f"{handed.name} cannot be read: {error}")
    meta = document.report_meta
    if meta.packages_found < 1 or not document.scanned_packages:
        return no_run("safety", f"{handed.name} looked at no package")
    if meta.vulnerabilities_found != len(document.vulnerabilities):
        listed = f"{len(document.vulnerabilities)} listed, {meta.vulnerabilities_found} counted"
        return no_run("safety", f"{handed.name} contradicts itself: {listed}")
    path = meta.scanned[0] if meta.scanned else handed.name
    findings = [
        *(_finding(one, path, "") for one in document.vulnerabilities),
        *(
            _finding(one, path, f"ignored: {one.ignored_reason or ''}".strip(": "))
            for one in document.ignored_vulnerabilities
        ),
    ]
    found = ToolRun(
        tool="safety",
        argv=(),
        directory="",
        version=meta.safety_version,
        at=handed.at,
        scanned=meta.packages_found,
        findings=named("safety", findings),
        database="a local database" if meta.local_database_path else "the service of its makers",
        origin="report",
    )
    return Answer(found=(found,))


def _finding(one: Vulnerability, path: str, suppressed: str) -> ToolFinding:
    return ToolFinding(
        rule=one.vulnerability_id,
        text=plain(f"{one.package_name} {one.analyzed_version or ''}: {one.advisory or one.vulnerability_id}"[:500]),
        span=Span(path),
        group="advisories",
        aliases=(one.cve,) if one.cve else (),
        package=one.package_name,
        version=one.analyzed_version or "",
        fixed=tuple(one.fixed_versions or ()),
        suppressed=plain(suppressed),
    )


RUNNER = Runner(
    program="safety",
    install="pip install pip-audit",
    inputs=("requirements*.txt",),
    run=run,
    read=read,
    asks_advisories=True,
)
