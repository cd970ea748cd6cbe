"""Reads a playbook: line by line, within bounds, and with a word on each line that means nothing to the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from troth_desk.faces.lines import one_line
from troth_desk.incidents import lengths
from troth_desk.incidents.lengths import Length
from troth_desk.incidents.playbooks.form import (
    DETECTION,
    LARGEST,
    LONGEST_NAME,
    LONGEST_ROLE,
    LONGEST_WORDS,
    MOST,
    MOST_LINES,
    SEVERITIES,
    Item,
    Playbook,
    Role,
    Section,
    Timed,
    Unread,
    UnusablePlaybookError,
)

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(.*)")
_BOX = re.compile(r"\[[ xX]\][ \t]+(.*)")
_FIELD = re.compile(r"(For|Severity)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_SUFFIX = re.compile(r"(.*\S)[ \t]*\(([^()]{1,160})\)")
_WITHIN = re.compile(r"within (.{1,40}?)(?: of (.{1,200}))?", re.IGNORECASE)
_REVIEW = re.compile(r"review within (.{1,40}?)\.?", re.IGNORECASE)
_ROLE = re.compile(r"(?:\*\*)?([^:*]{1,60}?)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*(.*)")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
ROLES, CLOCKS, AFTERWARDS = "roles", "clocks", "afterwards"
ENTER, LEAVE = "enter when", "leave when"


@dataclass(slots=True)
class _Part:
    """A section while it is read."""

    name: str
    tasks: list[str] = field(default_factory=list)
    enter: list[str] = field(default_factory=list)
    leave: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Reader:
    """What was read so far. ``into`` is the list that bullets go to, ``prose`` the one of other lines, if any."""

    def __init__(self) -> None:
        self.title = ""
        self.classes: list[str] = []
        self.severity = ""
        self.summary: list[str] = []
        self.roles: list[str] = []
        self.clocks: list[str] = []
        self.afterwards: list[str] = []
        self.parts: list[_Part] = []
        self.unread: list[Unread] = []
        self.boxes: list[str] | None = None
        self.into: list[str] | None = None
        self.prose: list[str] | None = None
        self.last: list[str] | None = None
        self.lines: dict[tuple[int, int], int] = {}

    def line(self, number: int, text: str) -> None:
        """One line outside of code."""
        heading = _HEADING.fullmatch(text)
        if heading:
            self._heading(number, len(heading[1]), one_line(heading[2]), text)
        elif not text.strip():
            self.blank()
        elif (found := _BULLET.fullmatch(text)) and self._bullet(number, found[1]):
            pass
        elif text[0] in " \t" and self.last:
            self._put(self.last, number, f"{self.last.pop()} {text.strip()}")
        else:
            self._prose(number, text)

    def blank(self) -> None:
        """An empty line ends an item, and parts paragraphs."""
        self.last = None
        if self.prose:
            self.prose.append("")

    def verbatim(self, number: int, text: str) -> None:
        """A line of code: kept as it is where there is prose."""
        self.last = None
        if self.prose is None:
            self._cannot(number, text)
        else:
            self.prose.append(text.rstrip())

    def _heading(self, number: int, depth: int, words: str, text: str) -> None:
        self.last = None
        if depth == 1 and not self.title and words:
            self.title = _short(number, words, LONGEST_NAME)
            self.boxes, self.into, self.prose = None, None, self.summary
        elif depth == 2 and self.title and words:
            self._section(number, words)
        elif depth == 3 and self.parts and words.lower().rstrip(":") in (ENTER, LEAVE) and self.prose is not None:
            part = self.parts[-1]
            self.into = part.enter if words.lower().startswith("enter") else part.leave
            self.boxes = None
        elif depth > 2 and self.parts and self.prose is not None:
            self.boxes, self.into = self.parts[-1].tasks, None
            self.prose.append(text.rstrip())
        else:
            self._cannot(number, text)

    def _section(self, number: int, words: str) -> None:
        lists = {ROLES: self.roles, CLOCKS: self.clocks, AFTERWARDS: self.afterwards}
        self.boxes, self.into, self.prose = None, lists.get(words.lower()), None
        if self.into is None:
            part = _Part(_short(number, words, LONGEST_NAME))
            _few(number, self.parts)
            self.parts.append(part)
            self.boxes, self.prose = part.tasks, part.notes

    def _bullet(self, number: int, words: str) -> bool:
        """Whether it went somewhere: a box is a task, another bullet of a section is a line of its notes."""
        box = _BOX.fullmatch(words)
        wanted = self.boxes if box and self.boxes is not None else self.into
        if wanted is None:
            return False
        said = box[1] if box else words
        if not one_line(said):
            return False
        self._put(wanted, number, said)
        self.last = wanted
        return True

    def _put(self, wanted: list[str], number: int, words: str) -> None:
        _few(number, wanted)
        wanted.append(_short(number, one_line(words), LONGEST_WORDS))
        self.lines[id(wanted), len(wanted) - 1] = number

    def _prose(self, number: int, text: str) -> None:
        self.last = None
        found = _FIELD.fullmatch(text.strip()) if self.prose is self.summary else None
        if found and self._field(found[1].lower(), found[2], number, text):
            return
        if self.prose is None or self.into is not None:
            self._cannot(number, text)
        else:
            self.prose.append(text.rstrip())

    def _field(self, name: str, value: str, number: int, text: str) -> bool:
        if name == "severity":
            if value.strip().lower() not in SEVERITIES:
                self._cannot(number, text)
            else:
                self.severity = value.strip().lower()
            return True
        for each in filter(None, map(one_line, value.split(","))):
            _few(number, self.classes)
            self.classes.append(_short(number, each, LONGEST_NAME))
        return True

    def _cannot(self, number: int, text: str) -> None:
        self.unread.append(Unread(number, text.strip()[:LONGEST_WORDS]))

    def playbook(self) -> Playbook:
        """All that was read."""
        roles = [role for at, words in enumerate(self.roles) if (role := self._role(at, words))]
        known = {role.name.casefold(): role.name for role in roles}
        sections = tuple(
            Section(
                part.name,
                tuple(_item(words, known) for words in part.tasks),
                tuple(part.enter),
                tuple(part.leave),
                _joined(part.notes),
            )
            for part in self.parts
        )
        clocks = tuple(clock for at, words in enumerate(self.clocks) if (clock := self._clock(at, words, known)))
        review, questions = self._afterwards()
        self.unread.sort(key=lambda one: one.line)
        return Playbook(
            title=self.title,
            classes=tuple(self.classes),
            severity=self.severity,
            summary=_joined(self.summary),
            roles=tuple(roles),
            sections=sections,
            clocks=clocks,
            review=review,
            questions=questions,
            unread=tuple(self.unread),
        )

    def _role(self, at: int, words: str) -> Role | None:
        found = _ROLE.fullmatch(words)
        name = one_line(found[1]) if found else ""
        if found is None or not name or len(name) > LONGEST_ROLE or "," in name:
            self._cannot(self.lines[id(self.roles), at], words)
            return None
        return Role(name, one_line(found[2]))

    def _clock(self, at: int, words: str, roles: dict[str, str]) -> Timed | None:
        said, role, within, of = _parts(words, roles)
        names = {part.name.casefold(): part.name for part in self.parts} | {DETECTION: DETECTION}
        counts_from = names.get((of or DETECTION).casefold())
        if within is None or counts_from is None:
            self._cannot(self.lines[id(self.clocks), at], words)
            return None
        return Timed(said, within, counts_from, role)

    def _afterwards(self) -> tuple[Length | None, tuple[str, ...]]:
        review, questions = None, []
        for words in self.afterwards:
            found = _REVIEW.fullmatch(words)
            length = lengths.read(found[1]) if found else None
            if length is not None and review is None:
                review = length
            else:
                questions.append(words)
        return review, tuple(questions)


def read(text: str) -> Playbook:
    """The playbook that ``text`` is.

    What cannot be read is told in ``unread``, line by line: nothing is dropped silently.

    Raises:
        UnusablePlaybookError: it is too large, or has no title or no section.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise UnusablePlaybookError(
            f"it is larger than {LARGEST // 1024} KiB: a playbook is read at night, on a screen"
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise UnusablePlaybookError(f"it has more than {MOST_LINES} lines")
    reader, fence = _Reader(), ""
    for number, line in enumerate(lines, 1):
        found = _FENCE.match(line)
        step: Callable[[int, str], None] = reader.verbatim if fence or found else reader.line
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]
        step(number, line)
    if not reader.title:
        raise UnusablePlaybookError("it has no title: begin with a line such as “# Data breach”")
    if not any(part.tasks for part in reader.parts):
        raise UnusablePlaybookError("no section has a task: write “## Detection”, and below it “- [ ] …”")
    return reader.playbook()


def _item(words: str, roles: dict[str, str]) -> Item:
    said, role, within, of = _parts(words, roles)
    return Item(words) if of else Item(said, role, within)


def _parts(words: str, roles: dict[str, str]) -> tuple[str, str, Length | None, str]:
    """The words, role, length and what it counts from of "words (role, within 1 hour of detection)".

    Brackets that say anything else are words.
    """
    found = _SUFFIX.fullmatch(words)
    if found is None:
        return words, "", None, ""
    role, within, of = "", None, ""
    for each in (part.strip() for part in found[2].split(",", 1)):
        timed = _WITHIN.fullmatch(each)
        length = lengths.read(timed[1]) if timed else None
        if length is not None and timed is not None and within is None:
            within, of = length, (timed[2] or "").strip()
        elif each.casefold() in roles and not role and within is None:
            role = roles[each.casefold()]
        else:
            return words, "", None, ""
    return found[1], role, within, of


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _short(number: int, words: str, most: int) -> str:
    if len(words) > most:
        raise UnusablePlaybookError(f"line {number} is longer than {most} characters: say it shorter, or in two")
    return words


def _few(number: int, found: list[str] | list[_Part]) -> None:
    if len(found) >= MOST:
        raise UnusablePlaybookError(f"line {number}: more than {MOST} of one sort are too many for a playbook")
