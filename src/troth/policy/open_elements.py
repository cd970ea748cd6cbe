"""Which elements of a page are open at a place: what each tag opens and closes, as a browser reads it.

HTML Living Standard §13.2.6.4.7, as far as it decides where an element ends. Every lookup is one step: a page of
nothing but open tags is read in time in proportion to its length.
"""

from __future__ import annotations

from collections.abc import Callable

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
"""Elements without content."""
FOREIGN = frozenset(("svg", "math"))
"""Elements in which a tag can close itself by its slash; on an element of HTML the slash says nothing."""
BLOCKS = frozenset(
    """
    address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Elements before which a paragraph ends."""
TABLE_PARTS = frozenset(("caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"))
FORMATTING = frozenset("a b big code del em font i nobr s small strike strong tt u".split())  # noqa: SIM905
"""Elements whose end tag ends them and nothing around it; so who writes ``del`` means it, though it is none of them."""
SCOPE = frozenset(("caption", "html", "marquee", "object", "table", "td", "template", "th"))
"""Elements out of which no tag closes anything."""
SPECIAL = frozenset((*BLOCKS, *TABLE_PARTS, *SCOPE, "body", "button", "head", "iframe", "noscript", "script", "style"))
"""Elements out of which the end tag of one that means nothing, as ``span``, closes nothing."""
PARAGRAPH = SCOPE | {"button"}
LISTS = SCOPE | {"ol", "ul"}
TABLE = frozenset(("html", "table", "template"))
ITEM = SPECIAL - {"address", "div", "p"}
BARRIERS = (SCOPE, SPECIAL, PARAGRAPH, LISTS, TABLE, ITEM)
ENDED_BY = {
    "li": (("li",), ITEM),
    "dd": (("dd", "dt"), ITEM),
    "dt": (("dd", "dt"), ITEM),
    "td": (("td", "th"), TABLE),
    "th": (("td", "th"), TABLE),
    "tr": (("tr",), TABLE),
    "tbody": (("tbody", "thead", "tfoot"), TABLE),
    "thead": (("tbody", "thead", "tfoot"), TABLE),
    "tfoot": (("tbody", "thead", "tfoot"), TABLE),
    "a": (("a",), SPECIAL),
}
"""What an opening tag ends, and up to where."""
BOUNDED_BY = {"p": PARAGRAPH, "li": LISTS, "table": TABLE} | dict.fromkeys(TABLE_PARTS, TABLE)
"""Up to where the end tag of an element looks for it, other than ``SCOPE`` for blocks and ``SPECIAL`` for the rest."""


class OpenElements:
    """The elements that are open; ``closed`` is called with the depth and the end of each that ends.

    Its third argument is the name of one of ``FORMATTING`` that ends with what is around it: it goes on behind that,
    up to its own end tag. What a cell of a table holds ends with it.
    """

    def __init__(self, closed: Callable[[int, int, str], None]) -> None:
        self._closed = closed
        self._opened: list[str] = []
        self._places: dict[str, list[int]] = {}
        """Where in ``_opened`` the elements of each name are."""
        self._barriers: dict[frozenset[str], list[int]] = {each: [] for each in BARRIERS}
        """The same of each set of barriers."""

    @property
    def foreign(self) -> bool:
        """Whether the place is in a drawing or a formula."""
        return any(self._places.get(name) for name in FOREIGN)

    @property
    def still_open(self) -> frozenset[str]:
        """Names of the elements that are open."""
        return frozenset(name for name, places in self._places.items() if places)

    def enter(self, name: str, start: int) -> int:
        """A tag at ``start`` opens ``name``; its depth, 0 where a browser opens none."""
        if name in BLOCKS:
            self._end(("p",), PARAGRAPH, start, start)
        if name in ENDED_BY:
            self._end(*ENDED_BY[name], start, start)
        if name in VOID or (name in TABLE_PARTS and self._found(("table",), TABLE) is None):
            return 0
        place = len(self._opened)
        self._opened.append(name)
        self._places.setdefault(name, []).append(place)
        for barrier, places in self._barriers.items():
            if name in barrier:
                places.append(place)
        return place + 1

    def leave(self, name: str, start: int, end: int) -> bool:
        """A tag from ``start`` to ``end`` closes ``name`` with all in it; whether it was open."""
        if name in FORMATTING:
            place = self._found((name,), SCOPE)
            if place is not None and self._found((name,), SPECIAL) is None:
                self._opened[place] = ""
                self._places[name].pop()
                self._closed(place + 1, end, "")
                return True
        plain = name not in BLOCKS and name not in FORMATTING
        return self._end((name,), BOUNDED_BY.get(name, SPECIAL if plain and name not in SCOPE else SCOPE), start, end)

    def _end(self, names: tuple[str, ...], barrier: frozenset[str], start: int, end: int) -> bool:
        place = self._found(names, barrier)
        if place is None:
            return False
        cell = self._opened[place] in SCOPE
        while len(self._opened) > place + 1:
            self._pop(start, lasts=not cell)
        self._pop(end, lasts=False)
        return True

    def _found(self, names: tuple[str, ...], barrier: frozenset[str]) -> int | None:
        """Where the innermost of ``names`` is open, unless a barrier stands before it."""
        last = max((self._places[name][-1] for name in names if self._places.get(name)), default=None)
        bound = self._barriers[barrier]
        return None if last is None or (bound and bound[-1] > last) else last

    def _pop(self, end: int, *, lasts: bool) -> None:
        name = self._opened.pop()
        place = len(self._opened)
        if name:
            self._places[name].pop()
            for barrier, places in self._barriers.items():
                if name in barrier:
                    places.pop()
            self._closed(place + 1, end, name if lasts and name in FORMATTING else "")
