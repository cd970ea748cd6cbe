"""What stands beside a sentence: its neighbours, its list and its section, and what most of their sentences are like.

A list is read as a whole: a list most of whose items name a measure is a list of measures. The shares are counted once
for each list of a document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Generic, Protocol, TypeAlias, TypeVar

from troth.terms.statement import Statement


class Spoken(Protocol):
    """Whatever holds a statement."""

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        ...


S = TypeVar("S", bound=Spoken)
Place: TypeAlias = tuple[tuple[str, ...], str, str, int, int]
"""What the items of one list share: headings, lead, form, depth and block."""

LINES = frozenset({"sentence", "bullet", "row"})
"""Forms of what stands in lines of text, not above them."""
LONGEST_ITEM = 200
"""Sentences of one item of a list that are looked back at."""


def share(count: int, of: int) -> str:
    """How many of a list are so: "none", "few", "half", "most" or "all"."""
    if not count:
        return "none"
    part = count / of
    return "few" if part < 0.34 else "half" if part < 0.67 else "most" if part < 1 else "all"


def size(count: int) -> str:
    """How long a list is, in words that stay the same for lists alike."""
    return "1" if count == 1 else "2-3" if count < 4 else "4-8" if count < 9 else "9+"


class Company(Generic[S]):
    """All sayings of one document in their order."""

    def __init__(self, sayings: Sequence[S]) -> None:
        self._sayings = sayings
        self._known: dict[tuple[int, Place], tuple[str, ...]] = {}
        self._firsts: dict[str, dict[str, int]] = {}
        self._counts: dict[tuple[str, Place], int] = {}

    @cached_property
    def _lists(self) -> dict[Place, list[S]]:
        found: defaultdict[Place, list[S]] = defaultdict(list)
        for each in self._sayings:
            if each.statement.form != "heading":
                found[place(each.statement)].append(each)
        return found

    @cached_property
    def _sections(self) -> dict[tuple[str, ...], list[S]]:
        found: defaultdict[tuple[str, ...], list[S]] = defaultdict(list)
        for each in self._sayings:
            if each.statement.form != "heading":
                found[each.statement.heading].append(each)
        return found

    @cached_property
    def _headings(self) -> dict[tuple[str, ...], list[S]]:
        found: defaultdict[tuple[str, ...], list[S]] = defaultdict(list)
        for each in self._sayings:
            if each.statement.form == "heading":
                found[each.statement.heading].append(each)
        return found

    def last(self, number: int, near: int) -> Sequence[S]:
        """Up to ``near`` sayings before the one at ``number``, the nearest first."""
        return self._sayings[max(0, number - near) : number][::-1]

    def headings(self, under: tuple[str, ...]) -> Sequence[S]:
        """The headings that stand right below ``under``."""
        return self._headings.get(under, ())

    def under(self, heading: tuple[str, ...]) -> Sequence[S]:
        """Everything right under ``heading`` but headings."""
        return self._sections.get(heading, ())

    def firsts(self, name: str, key: Callable[[S], str]) -> dict[str, int]:
        """For each ``key`` of a saying the number of the first that has it, counted once for ``name``."""
        known = self._firsts.get(name)
        if known is None:
            known = self._firsts[name] = {}
            for number, each in enumerate(self._sayings):
                found = key(each)
                if found:
                    known.setdefault(found, number)
        return known

    def count(self, name: str, items: Sequence[S], holds: Callable[[S], object]) -> int:
        """For how many of ``items`` it ``holds``, counted once for ``name`` and the list that they are."""
        key = (name, place(items[0].statement)) if items else (name, ((), "", "", 0, 0))
        known = self._counts.get(key)
        if known is None:
            known = self._counts[key] = sum(bool(holds(each)) for each in items)
        return known

    def after(self, number: int) -> Statement | None:
        """The statement that follows the one at ``number``, or None at the end."""
        return self._sayings[number + 1].statement if number + 1 < len(self._sayings) else None

    def before(self, number: int) -> Statement | None:
        """The statement before the one at ``number``, or None at the start."""
        return self._sayings[number - 1].statement if 0 < number <= len(self._sayings) else None

    def near(self, number: int, reach: int) -> Iterator[S]:
        """Up to ``reach`` sayings before and after the one at ``number``, of those under the same headings."""
        heading = self._sayings[number].statement.heading
        for other in range(max(0, number - reach), min(len(self._sayings), number + reach + 1)):
            each = self._sayings[other]
            if other != number and each.statement.heading == heading and each.statement.form in LINES:
                yield each

    def opening(self, saying: S, number: int) -> Iterator[S]:
        """What stands before ``saying``, the one at ``number``, in its run of words or its item; nearest first."""
        own = saying.statement
        inside = own.form == "sentence" and own.depth > 0
        for index in range(number - 1, max(-1, number - 1 - LONGEST_ITEM), -1):
            each = self._sayings[index]
            there = each.statement
            if there.form == "heading" or not (inside or there.paragraph == own.paragraph):
                return
            yield each
            inside = inside and there.form != "bullet"

    def preceding(self, saying: S, number: int, reach: int) -> Iterator[S]:
        """Those of the ``reach`` sayings before ``saying``, the one at ``number``, in its own list; nearest first."""
        own = place(saying.statement)
        for each in reversed(self._sayings[max(0, number - reach) : number]):
            if place(each.statement) == own:
                yield each

    def siblings(self, saying: S) -> Sequence[S]:
        """The items of the list that ``saying`` stands in, itself among them."""
        return self._lists.get(place(saying.statement), ())

    def beside(self, saying: S) -> Sequence[S]:
        """Everything under the headings of ``saying`` but headings, itself among them."""
        return self._sections.get(saying.statement.heading, ())

    def traits(self, saying: S, qualities: Sequence[str], held: Callable[[S], Iterable[str]]) -> tuple[str, ...]:
        """The shares of ``qualities`` in the list of ``saying``, as "list-label:most", counted once for a list.

        ``held`` tells what an item has, among them its qualities.
        """
        key = (id(held), place(saying.statement))
        known = self._known.get(key)
        if known is None:
            items = self.siblings(saying)
            counts = Counter(chain.from_iterable(map(held, items)))
            known = self._known[key] = (
                f"list-size:{size(len(items))}",
                *(f"list-{name}:{share(counts[name], len(items))}" for name in qualities),
            )
        return known

    def section(self, saying: S, name: str, holds: Callable[[S], bool]) -> str:
        """The share of the sentences under the headings of ``saying`` for which ``holds``, as "section-code:few"."""
        heading = saying.statement.heading
        key = (id(holds), (heading, name, "", 0, 0))
        known = self._known.get(key)
        if known is None:
            items = self._sections.get(heading, ())
            known = self._known[key] = (f"section-{name}:{share(sum(map(holds, items)), len(items))}",)
        return known[0]


def place(statement: Statement) -> Place:
    """What ``statement`` shares with the other items of its list."""
    return (statement.heading, statement.lead, statement.form, statement.depth, statement.block)
