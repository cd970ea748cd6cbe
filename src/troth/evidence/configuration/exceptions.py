"""Exceptions written into a tool's own configuration: those whose date has passed, and those without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from troth.evidence.configuration.document import LONGEST_LINE, Document
from troth.terms.seen.automation import LapsedIgnore
from troth.terms.span import Span, excerpt

_UNTIL = re.compile(
    r"(?:review[- _]?by|until|expir\w*|valid[- _]?(?:through|to)|revisit\w*(?:\s+(?:by|on|after))?|recheck(?:\s+by)?"
    r"|re-check(?:\s+by)?|no later than|remove\s+(?:by|after|on)|due)\W{0,6}(\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
_TRIVY = re.compile(r"^\s*([A-Za-z]\S+)\s.*?\bexp:(\d{4}-\d{2}-\d{2})")
MOST = 10_000
"""Exceptions of one file that are looked at."""


class Waived(msgspec.Struct, frozen=True, kw_only=True):
    """One exception: what it lets pass, why, until when, and the path to it in the document."""

    target: str
    path: tuple[str | int, ...]
    reason: str = ""
    until: str = ""
    wants_reason: bool = False


def of(tool: str, document: Document) -> tuple[Waived, ...]:
    """The exceptions of ``tool`` in ``document``."""
    reader = _READERS.get(tool)
    found = reader(document.value) if reader and isinstance(document.value, dict) else iter(())
    return tuple(entry for entry, _ in zip(found, range(MOST), strict=False))


def lapsed(entries: tuple[Waived, ...], document: Document, at: date, path: str, offset: int) -> Iterator[LapsedIgnore]:
    """Exceptions whose own date lies before ``at``; a date in the reason or in a comment on the line counts."""
    for entry in entries:
        line = document.line(*entry.path)
        words = _UNTIL.search(entry.reason[:LONGEST_LINE]) or _UNTIL.search(document.text(line))
        until = entry.until or (words.group(1) if words else "")
        if _before(until, at):
            span = Span(path, line + offset if line else None, excerpt(document.text(line)))
            yield LapsedIgnore(target=entry.target, until=until[:10], span=span)


def unexplained(entries: tuple[Waived, ...], document: Document, path: str, offset: int) -> Iterator[Span]:
    """Exceptions without a reason where the tool has a field for it, and without a comment beside or above them."""
    for entry in entries:
        line = document.line(*entry.path)
        if entry.wants_reason and not entry.reason and line and not _commented(document, line):
            yield Span(path, line + offset, excerpt(document.text(line)))


def lapsed_lines(lines: tuple[str, ...], at: date, path: str, offset: int = 0) -> Iterator[LapsedIgnore]:
    """The same for ``.trivyignore``: ``ID exp:YYYY-MM-DD``."""
    for number, whole in enumerate(lines[:MOST], 1):
        text = whole[:LONGEST_LINE]
        found = _TRIVY.match(text.split("#", 1)[0])
        if found and _before(found.group(2), at):
            yield LapsedIgnore(
                target=found.group(1), until=found.group(2), span=Span(path, number + offset, excerpt(text))
            )


def _before(text: str, at: date) -> bool:
    try:
        return date.fromisoformat(text[:10]) < at
    except ValueError:
        return False


def _commented(document: Document, line: int) -> bool:
    above = document.text(line - 1).strip() if line > 1 else ""
    return "#" in document.text(line) or above.startswith("#")


def _tables(value: Any) -> Iterator[tuple[int, Any]]:
    if isinstance(value, list):
        yield from enumerate(value)


def _section(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else ""


def _cargo_deny(value: Any) -> Iterator[Waived]:
    for number, entry in _tables(_section(value, "advisories", "ignore")):
        table = entry if isinstance(entry, dict) else {"id": entry}
        target = _text(table.get("id")) or _text(table.get("crate")) or _text(table.get("name"))
        yield Waived(
            target=target, path=("advisories", "ignore", number), reason=_text(table.get("reason")), wants_reason=True
        )
    for name in ("skip", "skip-tree"):
        for number, entry in _tables(_section(value, "bans", name)):
            table = entry if isinstance(entry, dict) else {"crate": entry}
            target = _text(table.get("crate")) or _text(table.get("name"))
            yield Waived(target=target, path=("bans", name, number), reason=_text(table.get("reason")))


def _cargo_audit(value: Any) -> Iterator[Waived]:
    for number, entry in _tables(_section(value, "advisories", "ignore")):
        yield Waived(target=_text(entry), path=("advisories", "ignore", number))


def _osv_scanner(value: Any) -> Iterator[Waived]:
    for section, until, name in (("IgnoredVulns", "ignoreUntil", "id"), ("PackageOverrides", "effectiveUntil", "name")):
        for number, entry in _tables(_section(value, section)):
            if isinstance(entry, dict):
                yield Waived(
                    target=_text(entry.get(name)),
                    path=(section, number),
                    reason=_text(entry.get("reason")),
                    until=_text(entry.get(until)),
                    wants_reason=True,
                )


def _safety(value: Any) -> Iterator[Waived]:
    ignored = _section(value, "security", "ignore-vulnerabilities")
    for name, entry in ignored.items() if isinstance(ignored, dict) else ():
        table = entry if isinstance(entry, dict) else {}
        yield Waived(
            target=str(name),
            path=("security", "ignore-vulnerabilities", str(name)),
            reason=_text(table.get("reason")),
            until=_text(table.get("expires")),
            wants_reason=True,
        )


def _trivy(value: Any) -> Iterator[Waived]:
    for section in ("vulnerabilities", "misconfigurations", "secrets", "licenses"):
        for number, entry in _tables(_section(value, section)):
            if isinstance(entry, dict):
                yield Waived(
                    target=_text(entry.get("id")),
                    path=(section, number),
                    reason=_text(entry.get("statement")),
                    until=_text(entry.get("expired_at")),
                )


def _grype(value: Any) -> Iterator[Waived]:
    for number, entry in _tables(_section(value, "ignore")):
        if isinstance(entry, dict):
            yield Waived(
                target=_text(entry.get("vulnerability")), path=("ignore", number), reason=_text(entry.get("reason"))
            )


def _snyk(value: Any) -> Iterator[Waived]:
    ignored = _section(value, "ignore")
    for name, rules in ignored.items() if isinstance(ignored, dict) else ():
        for number, rule in _tables(rules):
            for where, entry in rule.items() if isinstance(rule, dict) else ():
                table = entry if isinstance(entry, dict) else {}
                yield Waived(
                    target=str(name),
                    path=("ignore", str(name), number, str(where)),
                    reason=_text(table.get("reason")),
                    until=_text(table.get("expires")),
                )


_READERS = {
    "cargo-deny": _cargo_deny,
    "cargo-audit": _cargo_audit,
    "osv-scanner": _osv_scanner,
    "safety": _safety,
    "trivy": _trivy,
    "grype": _grype,
    "snyk": _snyk,
}
