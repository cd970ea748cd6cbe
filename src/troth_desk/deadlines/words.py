"""What clocks say to people: in which words a thing is owed, that its time is running out, that it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from troth.terms.time.period import duration
from troth_desk.deadlines.models import Clock

OWED = {
    "acknowledge": "acknowledgement",
    "assess": "assessment",
    "update": "update to the reporter",
    "fix": "fix",
    "disclose": "disclosure",
    "notify": "notification",
}


def owed(clock: Clock) -> str:
    """What is owed, as a noun: "acknowledgement"."""
    return OWED.get(clock.action, clock.action)


def reference(clock: Clock) -> str:
    """What it is owed for, as people call it: "TR-7K3MQ9TD"."""
    return clock.subject.rpartition(":")[2]


def instant(at: datetime, zone: ZoneInfo) -> str:
    """An instant in the zone of the team: "Thu 26 Nov 2026 14:00 Europe/Berlin"."""
    return f"{at.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"


def span(length: timedelta) -> str:
    """A length of time in the two largest units that it has: "2 d 5 h", "5 h 10 min", "0 min"."""
    minutes = int(abs(length).total_seconds() // 60)
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min"))
    said = [f"{count} {unit}" for count, unit in parts if count][:2]
    return " ".join(said) or "0 min"


def warning(clock: Clock, at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Title and text of the one warning of a clock."""
    title = f"{reference(clock)}: {owed(clock)} is due in {span(clock.due_at - at)}"
    return title, f"It is due by {instant(clock.due_at, zone)}. {_promised(clock)}"


def breach(clock: Clock, at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Title and text of the one breach notice of a clock, seen at ``at``."""
    title = f"{reference(clock)}: {owed(clock)} is overdue"
    return title, (
        f"It was due by {instant(clock.due_at, zone)}, {span(at - clock.due_at)} ago. {_promised(clock)} "
        "This is on record now; doing it still counts, it counts as late."
    )


def _promised(clock: Clock) -> str:
    verb = "aims at" if clock.strength == "target" else "promises"
    rhythm = "every" if clock.cadence else "within"
    days = " (business days)" if clock.basis == "business" else ""
    length = duration(clock.within)
    length = length if length == "at once" else f"{rhythm} {length}{days}"
    return f"{clock.document} line {clock.line} {verb}: “{clock.sentence}” – {length}."
