"""What ``troth advisories`` says: as text, and as the values that become JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from troth.advisories.export import Forms
from troth.advisories.index import Coverage, Index
from troth.advisories.update import Report
from troth.cli.terminal import columns
from troth.formats import json_text, osv
from troth.report.plain import plain, wrap
from troth.terms.advisory import Advisory, Affected, Range
from troth.terms.seen.vulnerabilities import AdvisoryData
from troth.terms.severity import Assessed

MOST_UNREADABLE = 5
"""Records that could not be read and are told by name."""
MOST_VERSIONS = 12
"""Versions that are told one by one."""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the index holds."""

    file: str
    data: AdvisoryData
    coverage: tuple[Coverage, ...]
    skipped: int
    unreadable: tuple[tuple[str, str, str], ...]
    epss: int
    known_exploited: int


class Weakness(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one weakness: ``records`` are all that speak of it, the one asked for first."""

    id: str
    aliases: tuple[str, ...]
    severity: Assessed
    epss: float | None
    known_exploited: bool
    records: tuple[Advisory, ...]


def as_json(value: Report | Status | Weakness | Forms) -> str:
    """``value`` as indented JSON."""
    return json_text.printed(value, str).decode()


def status_of(index: Index) -> Status:
    """What ``index`` holds."""
    scored, exploited = index.signals()
    return Status(
        file=str(index.path),
        data=index.data(),
        coverage=index.coverage(),
        skipped=index.skipped,
        unreadable=index.reasons(),
        epss=scored,
        known_exploited=exploited,
    )


def weakness(index: Index, id_: str) -> Weakness | None:
    """What ``index`` knows of ``id_``, by its own name or an alias; None where it knows nothing."""
    names = index.group(id_)
    if not names:
        return None
    used = index.exploitation(names)
    documents = [index.document(head.id) for head in index.heads(id_)]
    return Weakness(
        id=id_,
        aliases=tuple(name for name in names if name != id_),
        severity=index.severity(id_),
        epss=used.epss,
        known_exploited=used.known,
        records=tuple(osv.read(document.content) for document in documents if document),
    )


def updated(report: Report, at: datetime) -> str:
    """What an update did."""
    lines = [f"{report.data.records} advisories, {_newest(report.data.newest, at)}"]
    for change in report.changes:
        difference = change.after - change.before
        told = f"{difference:+d}" if change.before else "new"
        lines.append(f"  {change.ecosystem:<16} {change.after:>8}  {told if difference else 'as before'}")
    lines += [f"Note: {note}" for note in report.notes]
    return _text([*lines, *_unreadable(report.skipped, report.unreadable)])


def status(told: Status, at: datetime) -> str:
    """What the index holds and how new it is."""
    lines = [f"{told.data.records} advisories, {_newest(told.data.newest, at)}", f"in {told.file}", ""]
    for each in told.coverage:
        newest = each.newest.date().isoformat() if each.newest else "unknown"
        fetched = f"fetched {_ago(at - each.fetched)}" if each.fetched else "came along with others"
        lines.append(f"  {each.ecosystem:<16} {each.records:>8}  newest {newest}  {fetched}")
        if each.source:
            lines.append(f"  {'':<16} {'':>8}  from {each.source}")
    lines.append("")
    lines.append(
        f"EPSS scores of {told.epss} weaknesses." if told.epss else "No EPSS scores: --from takes FIRST's daily file."
    )
    lines.append(
        f"{told.known_exploited} weaknesses known to be exploited."
        if told.known_exploited
        else "No list of what is known to be exploited: --from takes CISA's catalogue."
    )
    return _text([*lines, *_unreadable(told.skipped, told.unreadable)])


def shown(told: Weakness) -> str:
    """What is known of one weakness."""
    first = told.records[0]
    lines = [f"{told.id}  {first.summary or _first_line(first.details)}".rstrip()]
    if told.aliases:
        lines.append(f"also {', '.join(told.aliases)}")
    lines += ["", f"Severity: {_severity(told.severity)}"]
    if told.known_exploited:
        lines.append("Known to be exploited (CISA).")
    if told.epss is not None:
        lines.append(f"Probability of exploitation within 30 days: {told.epss:.1%} (EPSS).")
    for record in told.records:
        lines += ["", *_record(record)]
    return _text(lines)


def forms(told: Forms) -> str:
    """How each tool is told where its advisories lie."""
    lines = []
    if told.rustsec:
        lines += ["cargo-audit:", f"  cargo audit --no-fetch --stale --db {told.rustsec}", "cargo-deny, in deny.toml:"]
        lines += [
            "  [advisories]",
            f'  db-path = "{told.rustsec.parent}"',
            "  and cargo deny --offline check advisories",
        ]
    if told.go:
        lines += ["govulncheck:", f"  govulncheck -db {told.go} ./..."]
    if told.osv_zips:
        lines += [
            "osv-scanner:",
            f"  osv-scanner scan --offline-vulnerabilities --local-db-path {told.osv_zips.parent} .",
        ]
    lines += ["pip-audit:", "  troth advisories serve, then pip-audit -s osv --osv-url ADDRESS/v1/query"]
    lines += [f"Left out: {each}" for each in told.left_out]
    return "\n".join(plain(line) for line in lines) + "\n"


def _record(record: Advisory) -> Iterator[str]:
    dates = [
        f"{word} {when.date().isoformat()}"
        for word, when in (
            ("published", record.published),
            ("modified", record.modified),
            ("withdrawn", record.withdrawn),
        )
        if when
    ]
    kind = f", {record.informational}" if record.informational else ""
    yield f"{record.id}{kind}" + (f" ({', '.join(dates)})" if dates else "")
    for entry in record.affected:
        yield f"  {entry.package}"
        yield from (f"    {line}" for line in _entry(entry))
    if not record.affected:
        yield "  names no package"
    yield from (f"  {address}" for address in record.references)


def _entry(entry: Affected) -> Iterator[str]:
    ranges = [each for each in entry.ranges if each.type != "GIT"]
    for each in ranges:
        yield from _range(each)
    if not ranges and entry.versions:
        more = len(entry.versions) - MOST_VERSIONS
        yield "affected: " + ", ".join(entry.versions[:MOST_VERSIONS]) + (f" and {more} more" if more > 0 else "")
    if any(each.type == "GIT" for each in entry.ranges) and not ranges and not entry.versions:
        yield "affected: commits only, no versions"
    if entry.os or entry.arch:
        yield f"only on {', '.join((*entry.os, *entry.arch))}"
    if entry.functions:
        yield f"in {', '.join(entry.functions[:MOST_VERSIONS])}"
    for path in entry.imports[:MOST_VERSIONS]:
        yield f"in {path.path}" + (f": {', '.join(path.symbols[:MOST_VERSIONS])}" if path.symbols else "")


def _range(each: Range) -> Iterator[str]:
    """The events in words: "affected: from 1.2 on, fixed in 1.2.4"."""
    start = ""
    for event in each.events:
        if event.kind == "introduced":
            if start:
                yield f"affected: {start}, no fix"
            start = "all versions" if event.version in ("0", "0.0.0-0") else f"from {event.version} on"
        elif event.kind == "fixed":
            yield f"affected: {start or 'all versions'}, fixed in {event.version}"
            start = ""
        elif event.kind == "last_affected":
            yield f"affected: {start or 'all versions'}, last {event.version}"
            start = ""
    if start:
        yield f"affected: {start}, no fix"


def _severity(severity: Assessed) -> str:
    if severity.score is None:
        by = f" ({severity.by})" if severity.by else ": no record says"
        return f"{severity.rating}{by}"
    return f"{severity.rating} {severity.score} by {severity.by}, {severity.vector}"


def _unreadable(skipped: int, named: tuple[tuple[str, str, str], ...]) -> Iterator[str]:
    if skipped:
        yield f"{skipped} {'record was' if skipped == 1 else 'records were'} left out, unreadable:"
    for source, name, reason in named[:MOST_UNREADABLE]:
        yield f"  {name} of {source}: {reason}"
    if skipped > MOST_UNREADABLE:
        yield "  (--json lists more)"


def _newest(newest: datetime | None, at: datetime) -> str:
    return f"newest {newest.date().isoformat()} ({_ago(at - newest)})" if newest else "of unknown age"


def _ago(since: timedelta) -> str:
    hours = max(0, int(since.total_seconds() // 3600))
    if hours < 1:
        return "within the hour"
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _text(lines: list[str]) -> str:
    """Lines safe for a terminal, folded where they are too long; addresses stay whole."""
    width = columns()
    told: list[str] = []
    for line in lines:
        safe = plain(line)
        bare = safe.lstrip(" ")
        indent = " " * (len(safe) - len(bare))
        if "://" in bare or len(safe) <= width:
            told.append(safe.rstrip())
        else:
            told += [indent + piece for piece in wrap(bare, width - len(indent))]
    return "\n".join(told) + "\n"
