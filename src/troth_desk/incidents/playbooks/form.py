"""What a playbook says, once it was read. The format is described in ``docs/playbook-format.md``."""

from __future__ import annotations

from dataclasses import dataclass

from troth_desk.incidents.lengths import Length

LARGEST = 64 * 1024
"""Bytes of the largest playbook, as UTF-8: what nobody reads at night is none."""
MOST_LINES = 2_000
LONGEST_WORDS = 500
"""Characters of one task, criterion or question."""
LONGEST_NAME = 200
"""Characters of a title or of the name of a section."""
LONGEST_ROLE = 60
"""Characters of the name of a role."""
MOST = 200
"""Items of one sort in one section."""
DETECTION = "detection"
"""What clocks count from, besides the begin of a section: when the team became aware."""
SEVERITIES = ("critical", "high", "medium", "low")


class UnusablePlaybookError(ValueError):
    """The text is no playbook; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of an incident, and what whoever has it does."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Item:
    """A task: ``role`` who does it, "" for whoever is there; ``within`` counts from the begin of its section."""

    words: str
    role: str = ""
    within: Length | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """A clock: what is to be done within a time of ``counts_from``: detection, or the name of a section."""

    words: str
    within: Length
    counts_from: str = DETECTION
    role: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the work: its checklist, and what is so before it begins and ends. ``notes`` are Markdown."""

    name: str
    tasks: tuple[Item, ...] = ()
    enter: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that means nothing to the desk: it is kept in the text, and shown to people."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """All of it. ``classes`` are names of classes that it is for; ``review`` is how soon the look back is due."""

    title: str
    classes: tuple[str, ...] = ()
    severity: str = ""
    summary: str = ""
    roles: tuple[Role, ...] = ()
    sections: tuple[Section, ...] = ()
    clocks: tuple[Timed, ...] = ()
    review: Length | None = None
    questions: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
