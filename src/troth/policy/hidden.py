"""What a page of HTML does not show: it promises nothing to those who read the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from troth.policy.open_elements import FOREIGN, OpenElements

SIGN = re.compile(r"<(?:!--|[!?]|/?[a-z])", re.IGNORECASE)
"""How a comment, a note to machines or a tag begins."""
TAG = re.compile(
    r"""<(/?)([a-z][\w-]{0,30})(?=[\s/>])((?:[^<>"']|"[^"]{0,400}"|'[^']{0,400}')*)>""",
    re.IGNORECASE,
)
COMMENT_END = re.compile(r"--!?>")
ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
"""Elements whose text is none of the page, and how they end: signs of tags inside are no tags."""
UNDRAWN = {"display": frozenset(("none",)), "visibility": frozenset(("hidden", "collapse"))}
"""Values by which an element is not drawn."""
DRAWN = {
    "display": re.compile(
        r"(?:inline|block|flow|flow-root|flex|grid|table|list-item|contents|initial|revert|inline-.*|table-.*)"
    ),
    "visibility": re.compile(r"visible|initial|revert"),
}
"""Values by which it is, so that a later one of them counts; what a browser does not know it passes over."""


def shown(source: str) -> str:
    """``source`` without what is hidden, with as many lines."""
    return blanked(source, hidden(source))


def blanked(source: str, ranges: Iterable[tuple[int, int]]) -> str:
    """``source`` without ``ranges``, which are in order, with as many lines."""
    parts: list[str] = []
    end = 0
    for start, stop in ranges:
        parts += (source[end:start], "\n" * source.count("\n", start, stop))
        end = stop
    return "".join((*parts, source[end:]))


class _Hidden:
    """What was hidden before a place."""

    def __init__(self) -> None:
        self.ranges: list[tuple[int, int]] = []
        self.elements = OpenElements(self._closed)
        self._start = 0
        """Where the outermost hidden element starts that is open."""
        self._depth = 0
        """How many elements are open with it; 0 if none is hidden."""
        self._lasting = ""
        """The name of the hidden element where it goes on behind the end of what was around it."""

    def enter(self, name: str, start: int, *, hides: bool) -> None:
        """A tag at ``start`` opens an element."""
        depth = self.elements.enter(name, start)
        if name == "a" and self._lasting == "a":
            self._end(start)
        if hides and depth and not self._depth and not self._lasting:
            self._start, self._depth = start, depth

    def leave(self, name: str, start: int, end: int) -> None:
        """A tag from ``start`` to ``end`` closes an element."""
        if not self.elements.leave(name, start, end) and name == self._lasting:
            self._end(end)

    def alone(self, start: int, end: int) -> None:
        """What no element holds is hidden by itself."""
        if not self._depth and not self._lasting:
            self.ranges.append((start, end))

    def finish(self, end: int) -> None:
        """The page ends."""
        if self._depth or self._lasting:
            self._end(end)

    def _end(self, end: int) -> None:
        self.ranges.append((self._start, end))
        self._depth, self._lasting = 0, ""

    def _closed(self, depth: int, end: int, lasts: str) -> None:
        if depth == self._depth and lasts:
            self._depth, self._lasting = 0, lasts
        elif depth == self._depth:
            self._end(end)


def hidden(source: str) -> list[tuple[int, int]]:
    """Where the outermost hidden parts of ``source`` start and end, in order: elements, comments, scripts."""
    found = _Hidden()
    at = 0
    while sign := SIGN.search(source, at):
        start = sign.start()
        tag = TAG.match(source, start)
        at = sign.end() if tag is None else tag.end()
        if sign[0][1] in "!?":
            at = _ended(source, start)
            found.alone(start, at)
        elif tag is not None and tag[1]:
            found.leave(tag[2].lower(), start, at)
        elif tag is not None and tag[2].lower() in RAW:
            closing = RAW[tag[2].lower()].search(source, at)
            at = closing.end() if closing else len(source)
            found.alone(start, at)
        elif tag is not None and not _itself_closed(tag, found.elements):
            name = tag[2].lower()
            found.enter(name, start, hides=name == "template" or hides(_attributes(tag[3])))
    found.finish(len(source))
    return found.ranges


def _ended(source: str, start: int) -> int:
    """Where the comment that begins at ``start`` ends; one that is not closed ends with the page."""
    if not source.startswith("<!--", start):
        return source.find(">", start) + 1 or len(source)
    if source.startswith((">", "->"), start + 4):
        return source.index(">", start) + 1
    end = COMMENT_END.search(source, start + 4)
    return end.end() if end else len(source)


def _itself_closed(tag: re.Match[str], elements: OpenElements) -> bool:
    return tag[3].endswith("/") and (tag[2].lower() in FOREIGN or elements.foreign)


def hides(attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether one of ``attributes``, names and values, hides its element; of two of a name the first counts."""
    given: dict[str, str] = {}
    for name, value in attributes:
        given.setdefault(name.lower(), value)
    return "hidden" in given or ("style" in given and _undrawn(given["style"]))


def _undrawn(style: str) -> bool:
    """Whether declarations leave an element undrawn: of several for one property the last counts that is known."""
    said: dict[str, bool] = {}
    weighty: set[str] = set()
    for declaration in re.sub(r"/\*.*?\*/", "", unescape(style)).lower().split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        value, _, weight = (part.strip() for part in value.partition("!"))
        undrawn = value in UNDRAWN.get(name, ())
        known = undrawn or (name in DRAWN and DRAWN[name].fullmatch(value))
        if known and (weight == "important" or name not in weighty):
            said[name] = undrawn
            weighty |= {name} if weight == "important" else set()
    return any(said.values())


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    for each in ATTRIBUTE.finditer(source):
        yield each[1], (each[2] or "").strip("\"'")
