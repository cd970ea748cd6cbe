"""Records that unsafe code was reviewed: ``[[review]]`` entries of ``attestations/unsafe.toml`` or ``troth.toml``.

    [[review]]
    digest = "sha256:…"      # of the site, as `troth attest unsafe` writes it
    by = "a name"
    on = 2026-03-01
    site = "src/lib.rs:42"   # where it stood on that day

An entry without a digest, a name or a date of the past is no record.
"""

from __future__ import annotations

from datetime import date, datetime

from troth.evidence.repository import Repository
from troth.formats import attestations
from troth.terms.seen.source import ReviewRecord
from troth.terms.span import Span, excerpt

FILES = (attestations.UNSAFE, "troth.toml")


def records(repository: Repository, today: date) -> tuple[ReviewRecord, ...]:
    """Every valid record of the tree, not younger than ``today``."""
    found = []
    for path in FILES:
        entries = (repository.toml(path) or {}).get("review") if path in repository.path_set else None
        places = repository.toml_lines(path) if isinstance(entries, list) else {}
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                digest, by, on = entry.get("digest"), entry.get("by"), day(entry.get("on"))
                if isinstance(digest, str) and isinstance(by, str) and by.strip() and on is not None and on <= today:
                    line = places.get(("review", index, "digest")) or places.get(("review", index))
                    span = Span(path, line, excerpt(f"{by}, {on}"))
                    site = entry.get("site")
                    found.append(
                        ReviewRecord(digest=digest, by=by, on=on, span=span, site=site if isinstance(site, str) else "")
                    )
    return tuple(found)


def day(value: object) -> date | None:
    """A date of TOML, or one written as text (ISO 8601); None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
