"""What a page of HTML does not show: it promises nothing to those who read the page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from html import unescape

from troth.policy.open_elements import FOREIGN, OpenElements

SIGN = re.compile(r"<(?:!--|[!?]|/?[a-z])", re.IGNORECASE)
"""How a comment, a note to machines or a tag begins."""
TAG = re.compile(
    r"""<(/?)([a-z][\w-]{0,30})(?=[\s/>])((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""",
    re.IGNORECASE,
)
"""A tag. Wherever one may begin, no more than three of those that began before are still looked for: time stays in
proportion, however long a value is."""
COMMENT_END = re.compile(r"--!?>")
ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
MACHINE = frozenset(("script", "style"))
"""Elements that are for machines."""
RAW = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
    for name in (*MACHINE, "iframe", "noembed", "noframes", "textarea", "title")
}
"""Elements whose text is none of the page, and how they end: signs of tags inside are no tags."""
STRUCK = frozenset(("del", "s", "strike"))
"""Elements whose text is taken back."""
INSTEAD = frozenset(("audio", "canvas", "datalist", "noscript", "object", "rp", "video"))
"""Elements whose text stands only where what they are for is not known."""
UNDRAWN = frozenset(("template", *RAW, *STRUCK, *INSTEAD))
"""Elements of which a page shows no text."""
OF_DRAWINGS = frozenset(("defs", "desc", "metadata", "symbol", "title"))
"""The same in a drawing."""
SURE = frozenset(("dialog", "template", *MACHINE))
"""Those that hide what is behind them in HTML even where they are not closed; any other may be a placeholder."""
UNSHOWN = {
    "display": frozenset(("none",)),
    "visibility": frozenset(("hidden", "collapse")),
    "content-visibility": frozenset(("hidden",)),
    "opacity": frozenset(("0", "0%", "0.0")),
    "font-size": frozenset(("0", "0px", "0pt", "0em", "0rem", "0%")),
}
"""Values by which an element is not drawn."""
DRAWN = {
    "display": re.compile(
        r"(?:inline|block|flow|flow-root|flex|grid|table|list-item|contents|initial|revert|inline-.*|table-.*)"
    ),
    "visibility": re.compile(r"visible|initial|revert"),
    "content-visibility": re.compile(r"visible|auto|initial|revert"),
    "opacity": re.compile(r"[\d.]+%?|initial|revert"),
    "font-size": re.compile(r"[\d.]+(?:[a-z]+|%)?|[a-z-]+"),
}
"""Values by which it is, so that a later one of them counts; what a browser does not know it passes over."""
COLOURS = {"white": "#ffffff", "black": "#000000"}
"""Names of the colours that text and page mostly have."""
CLEAR = re.compile(
    r"transparent|#[0-9a-f]{3}0|#[0-9a-f]{6}00|(?:rgb|hsl)a?\((?:(?:[^(),/]*,){3}|[^(),/]*/)\s*0(?:\.0+)?%?\s*\)"
)
"""A colour that nobody sees: one whose fourth part is nothing."""
NO_COLOUR = re.compile(r"inherit|initial|unset|revert(?:-layer)?|currentcolor|none|.*\bvar\(.*", re.DOTALL)
"""Values whose colour stands elsewhere: two alike may be two colours."""
ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(\S))")
"""A character of a style by its number, or one that is taken literally."""


def shown(source: str, sure: AbstractSet[str] = SURE) -> str:
    """``source`` without what is ``hidden``, with as many lines."""
    return blanked(source, hidden(source, sure))


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
        self._placeholder = ""
        """Its name, if it hides nothing where it is not closed."""
        self._lasting = ""
        """The name of the hidden element where it goes on behind the end of what was around it."""

    def enter(self, name: str, start: int, *, hides: bool, sure: bool) -> None:
        """A tag at ``start`` opens an element; unless ``sure``, it hides nothing where it is not closed."""
        depth = self.elements.enter(name, start)
        if name == "a" and self._lasting == "a":
            self._end(start)
        if hides and depth and not self._depth and not self._lasting:
            self._start, self._depth, self._placeholder = start, depth, "" if sure else name

    def leave(self, name: str, start: int, end: int) -> None:
        """A tag from ``start`` to ``end`` closes an element."""
        if not self.elements.leave(name, start, end) and name == self._lasting:
            self._end(end)

    def alone(self, start: int, end: int) -> None:
        """What no element holds is hidden by itself."""
        if not self._depth and not self._lasting:
            self.ranges.append((start, end))

    def finish(self, end: int) -> str:
        """The page ends; the name of an element that was taken for a hidden one and is not closed, or ""."""
        if not self._depth and not self._lasting:
            return ""
        if not self._placeholder:
            self._end(end)
        return self._placeholder

    def _end(self, end: int) -> None:
        self.ranges.append((self._start, end))
        self._depth, self._lasting = 0, ""

    def _closed(self, depth: int, end: int, lasts: str) -> None:
        if depth == self._depth and lasts:
            self._depth, self._lasting = 0, lasts
        elif depth == self._depth:
            self._end(end)


def hidden(source: str, sure: AbstractSet[str] = SURE) -> list[tuple[int, int]]:
    """Where the outermost hidden parts of ``source`` start and end, in order: elements, comments, scripts.

    ``sure`` are elements that hide what is behind them even where they are not closed.
    """
    placeholders: set[str] = set()
    while True:
        found = _Hidden()
        _walk(source, found, placeholders, sure)
        name = found.finish(len(source))
        if not name:
            return found.ranges
        placeholders |= {name} | found.elements.still_open


def _walk(source: str, found: _Hidden, placeholders: AbstractSet[str], lasting: AbstractSet[str]) -> None:
    """Tell ``found`` of all tags of ``source``; elements called as ``placeholders`` hide nothing by their name.

    Those called as ``lasting`` hide what is behind them even where they are not closed.
    """
    open_ended: set[str] = set()
    """Elements of ``RAW`` that nothing closes from here on."""
    at = 0
    while sign := SIGN.search(source, at):
        start = sign.start()
        tag = TAG.match(source, start)
        at = sign.end() if tag is None else tag.end()
        if sign[0][1] in "!?":
            at = _ended(source, start)
            found.alone(start, at)
        elif tag is None:
            continue
        elif tag[1]:
            found.leave(tag[2].lower(), start, at)
        elif _itself_closed(tag, found.elements):
            continue
        elif (name := tag[2].lower()) in RAW and not found.elements.foreign:
            closing = None if name in open_ended else RAW[name].search(source, at)
            if closing or name in lasting:
                at = closing.end() if closing else len(source)
                found.alone(start, at)
            else:
                open_ended.add(name)
        else:
            given = _first(_attributes(tag[3]))
            sure = _hides(given)
            called = name not in placeholders and (
                name in OF_DRAWINGS if found.elements.foreign else _called(name, given)
            )
            found.enter(name, start, hides=sure or called, sure=sure or name in lasting)


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


def undrawn(name: str, attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether a page shows no text of the element ``name`` with ``attributes``."""
    given = _first(attributes)
    return _called(name, given) or _hides(given)


def _called(name: str, given: Mapping[str, str]) -> bool:
    """Whether an element with attributes is hidden for what it is."""
    return name in UNDRAWN or (name == "dialog" and "open" not in given)


def _hides(given: Mapping[str, str]) -> bool:
    """Whether attributes hide their element."""
    return "hidden" in given or ("style" in given and _unshown(given["style"]))


def _first(attributes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Attributes by their names; of two of a name the first counts."""
    given: dict[str, str] = {}
    for name, value in attributes:
        given.setdefault(name.lower(), value)
    return given


def _unshown(style: str) -> bool:
    """Whether declarations leave an element undrawn: of several for one property the last counts that is known."""
    said: dict[str, bool] = {}
    weighty: set[str] = set()
    colours: dict[str, str] = {}
    for declaration in re.sub(r"/\*.*?\*/", "", unescape(style)).lower().split(";"):
        name, _, value = (ESCAPE.sub(_character, part).strip() for part in declaration.partition(":"))
        value, _, weight = (part.strip() for part in value.partition("!"))
        if name in ("color", "background", "background-color"):
            colours[name[:5]] = _colour(value)
        unshown = value in UNSHOWN.get(name, ())
        known = unshown or (name in DRAWN and DRAWN[name].fullmatch(value))
        if known and (weight == "important" or name not in weighty):
            said[name] = unshown
            weighty |= {name} if weight == "important" else set()
    return any(said.values()) or _unseen(colours)


def _unseen(colours: Mapping[str, str]) -> bool:
    """Whether letters are clear, or have the colour of what is behind them."""
    letters = colours.get("color", "")
    if not letters or NO_COLOUR.fullmatch(letters):
        return False
    return bool(CLEAR.fullmatch(letters)) or letters == colours.get("backg")


def _colour(value: str) -> str:
    """``value`` in one form: names and short numbers as numbers of six figures."""
    value = COLOURS.get(value, value)
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(figure * 2 for figure in value[1:])
    parts = re.fullmatch(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", value)
    if parts and all(int(part) < 256 for part in parts.groups()):
        return "#" + "".join(f"{int(part):02x}" for part in parts.groups())
    return value


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or "0", 16)
    return escape[2] or (chr(number).lower() if 0 < number <= sys.maxunicode else "")


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    for each in ATTRIBUTE.finditer(source):
        yield each[1], (each[2] or "").strip("\"'")
