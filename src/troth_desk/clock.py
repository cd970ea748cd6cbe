"""What time is it? The one place that reads the clock: views, jobs and commands ask it, actions are told."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
