"""What a page of HTML does not show: it promises nothing to those who read the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

TAG = re.compile(r"""<(/?)([a-z][\w-]{0,30})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
"""Declarations by which an element is not drawn."""
RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
"""Elements whose text is none of the page, and how they end: signs of tags inside are no tags."""
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
"""Elements without content, which can hide nothing but themselves."""
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip
"""Elements before which a paragraph ends (HTML Living Standard §13.1.2.4)."""
CLOSED_BY = {
    "p": BLOCKS,
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "tr": frozenset(("tr",)),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
}
"""Elements that end without a tag of their own, and before what."""


def shown(source: str) -> str:
    """``source`` without what is hidden, with as many lines."""
    parts: list[str] = []
    end = 0
    for start, stop in _hidden(source):
        parts += (source[end:start], "\n" * source.count("\n", start, stop))
        end = stop
    return "".join((*parts, source[end:]))


class _Elements:
    """The elements that are open at one place, and what was hidden before it."""

    def __init__(self) -> None:
        self.hidden: list[tuple[int, int]] = []
        self.start = 0
        """Where the outermost hidden element starts that is open."""
        self.depth = 0
        """How many elements are open with it; 0 if none is hidden."""
        self._opened: list[str] = []
        self._count: Counter[str] = Counter()

    def enter(self, name: str, start: int, *, hides: bool) -> None:
        """A tag at ``start`` opens the element ``name``."""
        while self._opened and name in CLOSED_BY.get(self._opened[-1], ()):
            self._pop(start)
        if name in VOID:
            return
        self._opened.append(name)
        self._count[name] += 1
        if hides and not self.depth:
            self.start, self.depth = start, len(self._opened)

    def leave(self, name: str, start: int, end: int) -> None:
        """A tag from ``start`` to ``end`` closes the element ``name`` with all in it, if it is open."""
        if self._count[name]:
            while self._opened[-1] != name:
                self._pop(start)
            self._pop(end)

    def _pop(self, end: int) -> None:
        self._count[self._opened.pop()] -= 1
        if len(self._opened) < self.depth:
            self.hidden.append((self.start, end))
            self.depth = 0


def _hidden(source: str) -> list[tuple[int, int]]:
    """Where the outermost hidden elements of ``source`` start and end, in order."""
    elements = _Elements()
    at = 0
    while tag := TAG.search(source, at):
        at, name = tag.end(), tag[2].lower()
        if tag[1]:
            elements.leave(name, tag.start(), at)
        elif name in RAW:
            closing = RAW[name].search(source, at)
            at = closing.end() if closing else len(source)
            if not elements.depth:
                elements.hidden.append((tag.start(), at))
        elif not tag[3].endswith("/"):
            elements.enter(name, tag.start(), hides=name == "template" or hides(_attributes(tag[3])))
    if elements.depth:
        elements.hidden.append((elements.start, len(source)))
    return elements.hidden


def hides(attributes: Iterable[tuple[str, str]]) -> bool:
    """Whether one of ``attributes``, names and values, hides its element."""
    return any(
        name.lower() == "hidden" or (name.lower() == "style" and STYLE.search(value)) for name, value in attributes
    )


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    for each in ATTRIBUTE.finditer(source):
        yield each[1], (each[2] or "").strip("\"'")
