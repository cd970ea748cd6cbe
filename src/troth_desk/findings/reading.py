"""What came in, taken apart into what each tool said: results of ``troth audit`` and logs of SARIF 2.1.0.

Words of tools may hold what they found: values with the form of a secret are covered, and of the line that was found
only a digest is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from troth.formats import sarif
from troth.formats.sarif import SarifRun
from troth.terms.redaction import covered
from troth.terms.seen.results import ToolFinding
from troth.terms.weakness import digest
from troth_desk.findings.seen import Delivered, Seen
from troth_desk.findings.states import Kind, Severity, band
from troth_desk.scans.models import Scan

LARGEST = sarif.LARGEST
"""Bytes of the largest log that is taken."""
NOTHING_LOOKED_AT = "it tells of nothing and does not say that it looked at anything or ended well"

_ADVISORY = re.compile(
    r"(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:PYSEC|RUSTSEC|GO|OSV|MAL)-\d{4}-\d+)", re.IGNORECASE
)
_PACKAGE = (
    # of Trivy, lines: Package, Installed Version, …, Fixed Version
    re.compile(r"^Package:\s*(?P<package>\S+)\s+Installed Version:\s*(?P<version>\S+)", re.MULTILINE),
    # of OSV-Scanner, a sentence that goes on with the ids
    re.compile(r"Package '(?P<package>[^'\s]+)@(?P<version>[^'@\s]+)' is vulnerable"),
    # of Grype, a sentence with the kind of package in it
    re.compile(r"vulnerability in \S+ package: (?P<package>[^,\s]+), version (?P<version>[^,\s]+) was found"),
)
"""How scanners of dependencies write the package into the message of SARIF, which has no field for it."""
_FIXED = re.compile(r"^Fixed Version:[ \t]*(?P<fixed>\S[^\n]*)$", re.MULTILINE)
_SEVERITY = re.compile(r"^Severity:[ \t]*(?P<severity>[A-Za-z]+)\s*$", re.MULTILINE)
_NO_WEAKNESS = frozenset({"licenses", "bans", "sources", "licence", "policy"})
"""Checks of packages that tell of no weakness: a licence that is not allowed is nobody's attack."""
_NO_ATTACK = re.compile(r"\bunmaintained\b|\bno longer maintained\b|\byanked\b", re.IGNORECASE)


class UnreadableError(ValueError):
    """What was sent is no such result; the message says why and what to do."""


def of_sarif(data: bytes, at: datetime, *, category: str = "", looked: bool = False) -> list[Delivered]:
    """What each tool of a log says; several runs of one tool and category are one. ``at`` is for logs without a time.

    ``looked``: the sender says that the tools looked at everything, also where the log says nothing.

    Raises:
        UnreadableError: it is no SARIF 2.1.0, or too large.
    """
    try:
        runs = sarif.read(data)
    except ValueError as error:
        raise UnreadableError(
            f"This is no SARIF log: {str(error)[:200]}. Tools write one with an option such as --format sarif."
        ) from None
    if not runs:
        raise UnreadableError("This log holds no run of a tool.")
    found: dict[tuple[str, str], list[SarifRun]] = {}
    for run in runs:
        found.setdefault((run.tool or "unnamed tool", category or run.category), []).append(run)
    return [_delivered(tool, part, together, at, looked=looked) for (tool, part), together in found.items()]


def _delivered(tool: str, category: str, runs: list[SarifRun], at: datetime, *, looked: bool) -> Delivered:
    ended = [run.at for run in runs if run.at is not None and run.at.tzinfo is not None]
    partial = [why for run in runs for why in run.partial]
    silent = not any(run.results or run.scanned or run.succeeded for run in runs)
    return Delivered(
        tool=tool,
        category=category,
        at=min(max(ended), at) if ended else at,
        seen=(_seen(tool, one) for run in runs for one in run.results),
        version=next((run.version for run in runs if run.version), ""),
        commit=next((run.commit for run in runs if run.commit), ""),
        partial=tuple(partial) or ((NOTHING_LOOKED_AT,) if silent and not looked else ()),
    )


class _Run(msgspec.Struct, frozen=True):
    version: str = ""
    scanned: int = 0
    findings: tuple[dict[str, Any], ...] = ()


class _Gap(msgspec.Struct, frozen=True):
    wanted: str = ""
    reason: str = ""


class _Tool(msgspec.Struct, frozen=True):
    tool: str
    at: datetime
    whole: bool = False
    runs: tuple[_Run, ...] = ()
    gaps: tuple[_Gap, ...] = ()


class _Audit(msgspec.Struct, frozen=True):
    tools: tuple[_Tool, ...] = ()


def of_audit(scan: Scan) -> list[Delivered]:
    """What each tool of a pushed audit says; none for other results.

    Raises:
        UnreadableError: its findings are not as ``troth audit --format json`` writes them.
    """
    if scan.kind != "audit":
        return []
    try:
        told = msgspec.json.decode(scan.document, type=_Audit)
        return [_of_tool(tool, scan) for tool in told.tools]
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UnreadableError(f"The findings of this audit cannot be read: {str(error)[:200]}") from None


def _of_tool(tool: _Tool, scan: Scan) -> Delivered:
    findings = [_finding(one) for run in tool.runs for one in run.findings]
    partial = [f"{gap.wanted}: {gap.reason}" for gap in tool.gaps]
    if not tool.whole or not tool.runs:
        partial = partial or ["it did not run whole"]
    elif not sum(run.scanned for run in tool.runs) and not findings:
        partial.append("it looked at nothing")
    at = tool.at if tool.at.tzinfo is not None else scan.at
    return Delivered(
        tool=tool.tool,
        at=min(at.astimezone(UTC), scan.received_at),
        seen=[_seen(tool.tool, one) for one in findings],
        version=next((run.version for run in tool.runs if run.version), ""),
        commit=scan.commit,
        partial=tuple(partial),
    )


def _finding(told: dict[str, Any]) -> ToolFinding:
    return msgspec.convert(told, ToolFinding)


def _seen(tool: str, one: ToolFinding) -> Seen:
    """A finding of a tool. It is about a dependency where it names a package, or an advisory is its rule."""
    text = covered(one.text)
    ids = tuple(_ids(one))
    package, version, fixed, severity = one.package, one.version, one.fixed, one.severity
    if not package and ids:
        match = next((found for form in _PACKAGE if (found := form.search(one.text))), None)
        if match is not None:
            package, version = match["package"], match["version"]
            mended = _FIXED.search(one.text)
            fixed = tuple(each.strip() for each in mended["fixed"].split(",")) if mended else ()
            told = _SEVERITY.search(one.text)
            severity = told["severity"].lower() if told else severity
    about = bool(package) and (bool(ids) or one.group.lower() not in _NO_WEAKNESS)
    if about and band(severity) == Severity.UNKNOWN and _NO_ATTACK.search(text):
        severity = Severity.NONE.value
    return Seen(
        tool=tool,
        rule=one.rule or one.group or "unnamed rule",
        text=text,
        kind=Kind.DEPENDENCY if about else Kind.SOURCE,
        path=one.span.path if one.span else "",
        line=one.span.line if one.span else None,
        context=digest(one.span.text) if one.span else "",
        fingerprint=covered(one.fingerprint),
        severity=band(severity),
        said=severity,
        package=package,
        version=version,
        fixed=fixed,
        cwes=one.cwes,
        aliases=tuple(dict.fromkeys((*one.aliases, *(each for each in ids if each != one.rule)))),
        silenced=one.suppressed,
    )


def _ids(one: ToolFinding) -> Iterator[str]:
    """Ids of advisories among what the finding is called by: "CVE-2018-18074-requests" is Grype's rule for one."""
    for name in (one.rule, *one.aliases):
        match = _ADVISORY.match(name)
        if match:
            yield match[0]
