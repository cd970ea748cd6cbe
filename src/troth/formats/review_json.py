"""Unsafe sites and their reviews as JSON, as ``troth attest unsafe --json`` prints them (docs/attestations.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from troth.formats import json_text
from troth.terms.answer import Gap
from troth.terms.seen.source import ReviewRecord, UnsafeSite


def encode(
    sites: Iterable[UnsafeSite], records: Mapping[UnsafeSite, ReviewRecord], gaps: Iterable[Gap], *, recorded: bool
) -> bytes:
    """``{"recorded", "sites": [{"file", "line", "end_line", "form", "crate", "test", "explained", "digest",
    "review": {"by", "on", "file", "line"} | null}], "gaps": [{"wanted", "reason"}]}``.

    ``recorded`` says that a review of each of ``sites`` was just written; else they are a list.
    """
    told: dict[str, Any] = {
        "recorded": recorded,
        "sites": [_told(site, records.get(site)) for site in sites],
        "gaps": [{"wanted": gap.wanted, "reason": gap.reason} for gap in gaps],
    }
    return json_text.printed(told)


def _told(site: UnsafeSite, record: ReviewRecord | None) -> dict[str, Any]:
    review = record and {"by": record.by, "on": record.on, "file": record.span.path, "line": record.span.line}
    return {
        "file": site.span.path,
        "line": site.span.line,
        "end_line": site.span.end_line or site.span.line,
        "form": site.form,
        "crate": site.crate,
        "test": site.test,
        "explained": site.explained,
        "digest": site.digest,
        "review": review,
    }
