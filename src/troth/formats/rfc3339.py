"""Instants as the formats of advisories demand them: RFC 3339 in UTC with a "Z" (OSV 1.7 takes nothing else)."""

from __future__ import annotations

from datetime import UTC, datetime


def spelled(at: datetime) -> str:
    """Whole seconds, or microseconds where there are any."""
    text = at.astimezone(UTC).isoformat(timespec="microseconds" if at.microsecond else "seconds")
    return text.removesuffix("+00:00") + "Z"
