"""Waivers as JSON, as ``troth waive --list --json`` prints them (docs/waivers.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from troth.formats import json_text
from troth.terms.answer import Gap
from troth.terms.waiver import Waiver

FIELDS = ("target", "tool", "package", "path", "reason", "owner", "link", "granted", "until", "said")


def encode(waivers: Iterable[Waiver], unmatched: Iterable[Waiver], gaps: Iterable[Gap], at: date) -> bytes:
    """``{"at", "waivers": [{…fields, "form", "state", "days_left", "must_end", "unmatched", "file", "line"}],
    "gaps"}``.

    ``form`` is "troth.toml" for the register; ``days_left`` is null without an end; ``unmatched`` is true where it is
    known that it lets nothing pass.
    """
    idle = frozenset(unmatched)
    told: dict[str, Any] = {
        "at": at,
        "waivers": [_told(waiver, at, unmatched=waiver in idle) for waiver in waivers],
        "gaps": [
            {"wanted": gap.wanted, "reason": gap.reason, "line": gap.span.line if gap.span else None} for gap in gaps
        ],
    }
    return json_text.printed(told)


def _told(waiver: Waiver, at: date, *, unmatched: bool) -> dict[str, Any]:
    return {name: getattr(waiver, name) for name in FIELDS} | {
        "form": waiver.form or "troth.toml",
        "state": waiver.state(at),
        "days_left": None if waiver.until is None else waiver.days_left(at),
        "must_end": waiver.must_end,
        "unmatched": unmatched,
        "file": waiver.span.path,
        "line": waiver.span.line,
    }
