"""Who owes what to whom, in words, by the action of a clock."""

from __future__ import annotations

from troth_desk.deadlines import subjects
from troth_desk.deadlines.models import Clock

OWED = {
    "acknowledge": ("Acknowledge the report", "An automatic receipt does not count."),
    "assess": ("Say what you make of it", "Accept, reject, or mark it as a duplicate."),
    "update": ("Write to the reporter", "Any message of yours counts."),
    "respond": ("Do what the policy promises for this severity", "Met when the promised action is ticked."),
    "fix": ("Have the fix ready", "Met when the case is moved to fix ready."),
    "disclose": ("Publish", "Met when the case is moved to disclosed."),
    "notify": ("Notify those whom the policy names", ""),
}


def owed(clock: Clock) -> str:
    """What has to be done: "Acknowledge the report"."""
    said = subjects.owed(clock)
    return said.todo if said else OWED.get(clock.action, (clock.action.replace("_", " ").capitalize(), ""))[0]


def counts(clock: Clock) -> str:
    """What counts as done."""
    said = subjects.owed(clock)
    return said.counts if said else OWED.get(clock.action, ("", ""))[1]


def things(count: int, one: str, many: str) -> str:
    """A count with its noun: "1 report", "3 reports"."""
    return f"{count} {one if count == 1 else many}"
