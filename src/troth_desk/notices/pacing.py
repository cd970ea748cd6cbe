"""When is a member mailed who wants to be mailed more seldom than at once?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from troth_desk.notices.models import Pace

MORNING = time(8)
"""When the mail of a day goes out, in the zone of the organisation."""


def due(pace: str, at: datetime, zone: str) -> datetime:
    """When a notice of ``at`` is mailed: now, at the next full hour, or on the next morning in ``zone`` (IANA)."""
    if pace == Pace.HOURLY:
        return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if pace != Pace.DAILY:
        return at
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        place = ZoneInfo("UTC")
    local = at.astimezone(place)
    morning = datetime.combine(local.date(), MORNING, place)
    if morning <= local:
        morning = datetime.combine(local.date() + timedelta(days=1), MORNING, place)
    return morning.astimezone(UTC)
