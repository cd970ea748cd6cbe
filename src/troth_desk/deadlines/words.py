"""What clocks say to people: in which words a thing is owed, that its time is running out, that it is over."""

from __future__ import annotations

from datetime import datetime

from troth.terms.time.period import duration
from troth_desk.deadlines import subjects
from troth_desk.deadlines.models import Clock
from troth_desk.faces import words

OWED = {
    "acknowledge": "acknowledgement",
    "assess": "assessment",
    "update": "update to the reporter",
    "fix": "fix",
    "disclose": "disclosure",
    "notify": "notification",
    "respond": "response",
}


def owed(clock: Clock) -> str:
    """What is owed, as a noun: "acknowledgement"."""
    said = subjects.owed(clock)
    return said.noun if said else OWED.get(clock.action, clock.action.replace("_", " "))


def reference(clock: Clock) -> str:
    """What it is owed for, as people call it: "TR-7K3MQ9TD"."""
    return clock.subject.rpartition(":")[2]


def warning(clock: Clock, at: datetime, zone: str) -> tuple[str, str]:
    """Title and text of the one warning of a clock."""
    title = f"{reference(clock)}: {owed(clock)} is due in {words.duration(clock.due_at - at)}"
    return title, f"It is due by {words.instant_words(clock.due_at, at, zone)}. {_promised(clock)}"


def breach(clock: Clock, at: datetime, zone: str) -> tuple[str, str]:
    """Title and text of the one breach notice of a clock, seen at ``at``."""
    when, ago = words.instant_words(clock.due_at, at, zone), words.duration(at - clock.due_at)
    return f"{reference(clock)}: {owed(clock)} is overdue", (
        f"It was due by {when}, {ago} ago. {_promised(clock)} "
        "This is on record now; doing it still counts, it counts as late."
    )


def _promised(clock: Clock) -> str:
    if not clock.document:
        return f"What was set: “{clock.sentence}”."
    verb = "aims at" if clock.strength == "target" else "promises"
    return f"{clock.document} line {clock.line} {verb}: “{clock.sentence}” – {_length(clock)}."


def _length(clock: Clock) -> str:
    """ "within 5 business days", "every 7 days", "at once"."""
    said = duration(clock.within, "business" if clock.basis == "business" else "calendar")
    if said == "at once":
        return said
    return f"{'every' if clock.cadence else 'within'} {said}"
