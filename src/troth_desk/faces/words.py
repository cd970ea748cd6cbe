"""Words for times: both ways ("in 5 h · Thu 14:00 Berlin"), in the zone of the team that reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def duration(span: timedelta) -> str:
    """How long ``span`` is, rounded down to what matters: "45 min", "5 h 20 min", "37 h", "3 days 4 h", "64 days".

    The sign is dropped; hours stay hours up to two days, because policies promise "within 48 hours".
    """
    span = abs(span)
    days, rest = divmod(span, DAY)
    hours, minutes = rest // HOUR, rest % HOUR // MINUTE
    if span < MINUTE:
        return "less than a minute"
    if span < HOUR:
        return f"{minutes} min"
    if span < 10 * HOUR:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if span <= 2 * DAY:
        return f"{span // HOUR} h"
    if days < 10 and hours:
        return f"{days} days {hours} h"
    return f"{days} days"


def place(zone: str) -> str:
    """What people call an IANA zone: "Europe/Berlin" is "Berlin"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ") or "UTC"


def local(instant: datetime, zone: str) -> datetime:
    """``instant`` (aware) on the clocks of ``zone``; UTC where ``zone`` is empty."""
    return instant.astimezone(ZoneInfo(zone or "UTC"))


def instant_words(instant: datetime, at: datetime, zone: str) -> str:
    """When ``instant`` is, as short as it stays clear at ``at``: "Thu 14:00 Berlin", "Thu 3 Dec 14:00 Berlin"."""
    there, here = local(instant, zone), local(at, zone)
    clock = f"{there:%H:%M} {place(zone)}"
    if abs((there.date() - here.date()).days) < 6:
        return f"{there:%a} {clock}"
    year = "" if there.year == here.year else f" {there.year}"
    return f"{there:%a} {there.day} {there:%b}{year} {clock}"


def relative(instant: datetime, at: datetime) -> str:
    """How far ``instant`` is from ``at``: "in 5 h", "3 days ago", "now"."""
    span = instant - at
    if abs(span) < MINUTE:
        return "now"
    return f"in {duration(span)}" if span > timedelta() else f"{duration(span)} ago"


def both_ways(instant: datetime, at: datetime, zone: str) -> str:
    """Both ways of saying when ``instant`` is: "in 5 h · Thu 14:00 Berlin"."""
    return f"{relative(instant, at)} · {instant_words(instant, at, zone)}"


def day_first(instant: datetime, at: datetime, zone: str) -> str:
    """The same after "until" or "since": "Thu 14:00 Berlin, in 5 h"."""
    return f"{instant_words(instant, at, zone)}, {relative(instant, at)}"
