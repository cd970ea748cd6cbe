"""Patterns that know which words they need, so that most sentences are never asked.

A policy is read with hundreds of patterns, and a sentence answers to a handful. Each pattern tells the literals of
which one has to stand in any text that it matches; one pass of an Aho-Corasick automaton over a sentence finds the
literals of all patterns at once, and a pattern none of whose literals was found is not run.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

T = TypeVar("T")

ALWAYS: Final = 1
"""The bit of patterns that need no particular word; set in every mask."""
FEWEST = 2
"""Shorter literals of letters stand in nearly every sentence and sort nothing out."""
FEWEST_WAYS = 3
"""A pattern with fewer alternatives is as quick undivided."""
MOST = 400
"""A pattern with more alternatives than this is not sorted."""

_rank = itemgetter(0)

EDGE: Final = ("AT", "AT_BOUNDARY")
"""The edge of a word in a parsed pattern."""
_parser: Any = importlib.import_module("re._parser")
"""The standard library's own parser of patterns: what it says is what ``re`` compiles."""


class Sifted(str):
    """A text that was looked through once for the literals of all patterns."""

    __slots__ = ("mask", "ways")
    mask: int
    """Bits of the patterns that may match it."""
    ways: int
    """Bits of the alternatives that may match it, of patterns that are divided."""

    def lowered(self) -> Sifted:
        """The same in lower case, without looking through it again: literals are sought in lower case.

        ``lower`` gives a plain text, as of any other: names of commitments are made by it, and are no sifted ones.
        """
        found = Sifted(self.lower())
        found.mask, found.ways = self.mask, self.ways
        return found


class Pattern:
    """A pattern, or one of its alternatives, compiled when it is first run."""

    __slots__ = ("_compiled", "_flags", "needs", "source")

    def __init__(self, source: str, flags: int, needs: int) -> None:
        self.source = source
        self._flags = flags
        self.needs = needs
        self._compiled: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern, undivided."""
        found = self._compiled
        if found is None:
            found = self._compiled = re.compile(self.source, self._flags)
        return found


class Words(Pattern):
    """A pattern that passes over sifted texts without its literals.

    A pattern of many alternatives is a long walk for every letter of a text. Where nothing is captured it is divided,
    and of a sifted text only those alternatives are asked whose literals it holds: what is found is the same.
    """

    __slots__ = ("_always", "_first", "_ranked", "_ways", "_window")

    def __init__(self, source: str, flags: int = re.IGNORECASE) -> None:
        needed, self._ways = _ways(source, flags)
        super().__init__(source, flags, SIEVE.bit(needed))
        needy = [way for way in self._ways if way.needs != ALWAYS]
        self._first = min((way.needs for way in needy), default=ALWAYS).bit_length() - 1
        """Offset of the bits of its alternatives, which were given one after the other."""
        self._window = (1 << len(needy)) - 1
        self._ranked = tuple((rank, way) for rank, way in enumerate(self._ways) if way.needs != ALWAYS)
        self._always = [(rank, way) for rank, way in enumerate(self._ways) if way.needs == ALWAYS]
        """Those that have to be asked of every text."""

    def _near(self, text: Sifted) -> list[Pattern]:
        """The alternatives that may match ``text``, in their order."""
        found = self._always.copy()
        left = text.ways >> self._first & self._window
        while left:
            bit = left & -left
            left ^= bit
            found.append(self._ranked[bit.bit_length() - 1])
        if self._always:
            found.sort(key=_rank)
        return [way for _, way in found]

    @property
    def divided(self) -> bool:
        """Whether its alternatives are asked one by one."""
        return bool(self._ways)

    def idle(self, text: str) -> bool:
        """Whether ``text`` is known to hold none of the literals."""
        return text.__class__ is Sifted and not text.mask & self.needs

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``; of a divided pattern the match is that of one alternative."""
        if text.__class__ is not Sifted:
            return (self._compiled or self.pattern).search(text)
        if not text.mask & self.needs:
            return None
        if not self._ways:
            return (self._compiled or self.pattern).search(text)
        best = None
        at = first = sys.maxsize
        for rank, way in self._always:
            found = (way._compiled or way.pattern).search(text)  # noqa: SLF001 - asked millions of times
            if found is not None and found.start() < at:
                best, at, first = found, found.start(), rank
        left = text.ways >> self._first & self._window
        while left:
            bit = left & -left
            left ^= bit
            rank, way = self._ranked[bit.bit_length() - 1]
            found = (way._compiled or way.pattern).search(text)  # noqa: SLF001
            if found is not None and (found.start() < at or (found.start() == at and rank < first)):
                best, at, first = found, found.start(), rank
        return best

    def match(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        if text.__class__ is Sifted and not text.mask & self.needs:
            return None
        return (self._compiled or self.pattern).match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        if text.__class__ is Sifted and not text.mask & self.needs:
            return None
        return (self._compiled or self.pattern).fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``; of a divided pattern each match is that of one alternative."""
        if text.__class__ is not Sifted:
            return (self._compiled or self.pattern).finditer(text, start, end)
        if not text.mask & self.needs:
            return iter(())
        if not self._ways:
            return (self._compiled or self.pattern).finditer(text, start, end)
        return _merged([way.pattern for way in self._near(text)], text, start, end)

    def findall(self, text: str) -> list[Any]:
        """As ``re.Pattern.findall``."""
        return self.pattern.findall(text)

    def sub(self, into: str, text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self.pattern.sub(into, text, count)

    def split(self, text: str) -> list[str | Any]:
        """As ``re.Pattern.split``."""
        return self.pattern.split(text)


class Many(Generic[T]):
    """Patterns with what each stands for: of a sifted text only those are asked whose literals it holds."""

    __slots__ = ("_bits", "_mask", "_named", "_whole")

    def __init__(self, named: Iterable[tuple[T, Words]]) -> None:
        self._named = tuple(named)
        self._bits = {words.needs: (name, words) for name, words in self._named}
        self._mask = 0
        for bit in self._bits:
            self._mask |= bit
        self._whole = bool(self._mask & ALWAYS)
        """Whether one of them has to be asked of every text."""

    def __iter__(self) -> Iterator[tuple[T, Words]]:
        return iter(self._named)

    def search(self, text: str) -> Iterator[tuple[T, re.Match[str]]]:
        """The first match of each pattern that matches, in the order of the patterns."""
        for name, words in self.near(text):
            match = words.search(text)
            if match is not None:
                yield name, match

    def near(self, text: str) -> Iterator[tuple[T, Words]]:
        """The patterns that may match ``text``, in their order."""
        if self._whole or text.__class__ is not Sifted:
            yield from self._named
            return
        left = text.mask & self._mask
        while left:  # bits were given in the order of the patterns
            bit = left & -left
            left ^= bit
            yield self._bits[bit]


class Choice:
    """Several patterns with a name each, asked one by one, so that the sieve passes over most of them."""

    def __init__(self, named: Iterable[tuple[str, str]], flags: int = re.IGNORECASE) -> None:
        self._words = Many(((rank, name), Words(source, flags)) for rank, (name, source) in enumerate(named))

    def finditer(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Name and match of each place, in order; of places that overlap the first, at one place the first name."""
        found = [
            (match.start(), rank, name, match)
            for (rank, name), words in self._words.near(text)
            for match in words.finditer(text)
        ]
        last = -1
        for start, _, name, match in sorted(found, key=lambda each: each[:2]):
            if start >= last:
                yield name, match
                last = match.end()


def lowered(text: str) -> str:
    """``text`` in lower case, and as sifted as it was."""
    return text.lowered() if isinstance(text, Sifted) else text.lower()


_EVEN = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_MARK = re.compile(r"\W")


def even(text: str) -> str:
    """``text`` in lower case with a space for everything that is no letter, digit or underscore."""
    low = text.lower()
    return low.translate(_EVEN) if low.isascii() else _MARK.sub(" ", low)


class Sieve:
    """The literals of all patterns, and the automaton that finds them."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._last = ALWAYS
        self._ways: dict[str, int] = {}
        self._last_way = ALWAYS
        self._automaton: AhoCorasick | None = None
        self._masks: list[tuple[int, int]] = []

    def bit(self, needed: frozenset[str]) -> int:
        """A bit for a pattern that needs one of ``needed``; patterns that come after the first text are not sorted.

        A space at the start or end of a literal stands for the edge of a word.
        """
        if not self._sorts(needed):
            return ALWAYS
        self._last <<= 1
        _spread(self._bits, needed, self._last)
        return self._last

    def way(self, needed: frozenset[str]) -> int:
        """The same for one alternative of a pattern."""
        if not self._sorts(needed):
            return ALWAYS
        self._last_way <<= 1
        _spread(self._ways, needed, self._last_way)
        return self._last_way

    def _sorts(self, needed: frozenset[str]) -> bool:
        return bool(needed) and self._automaton is None and all(even(each).strip() for each in needed)

    def sift(self, text: str) -> Sifted:
        """``text`` with the bits of all patterns that may match it or any part of it."""
        automaton = self._automaton
        if automaton is None:
            literals = list(self._bits | self._ways)
            self._masks = [(self._bits.get(each, 0), self._ways.get(each, 0)) for each in literals]
            automaton = self._automaton = AhoCorasick(literals)
        found = Sifted(text)
        mask = ways = ALWAYS
        masks = self._masks
        hits = automaton.find_matches_as_indexes(f" {even(text)} ", overlapping=True)
        for number in {each[0] for each in hits}:
            one, other = masks[number]
            mask |= one
            ways |= other
        found.mask, found.ways = mask, ways
        return found

    @staticmethod
    def alike(text: str, *others: Sifted) -> Sifted:
        """``text``, whose every word stands in one of ``others``, without looking through it again."""
        found = Sifted(text)
        found.mask = found.ways = ALWAYS
        for each in others:
            found.mask |= each.mask
            found.ways |= each.ways
        return found


def _spread(bits: dict[str, int], needed: Iterable[str], bit: int) -> None:
    for literal in map(even, needed):
        bits[literal] = bits.get(literal, 0) | bit


SIEVE: Final = Sieve()
"""One for the process: patterns are declared when their modules are imported."""


def _merged(patterns: Sequence[re.Pattern[str]], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Matches of ``patterns`` as of one with them as alternatives: leftmost first, then by order, none in another."""
    found = [
        (match.start(), rank, match) for rank, each in enumerate(patterns) if (match := each.search(text, start, end))
    ]
    while found:
        at = min(found, key=lambda each: each[:2])[2]
        yield at
        stop = at.end()
        found = [
            (match.start(), rank, match)
            for _, rank, match in (
                each if each[0] >= stop else (0, each[1], patterns[each[1]].search(text, stop, end)) for each in found
            )
            if match is not None
        ]


def _ways(source: str, flags: int) -> tuple[frozenset[str], tuple[Pattern, ...]]:
    """The literals of ``source`` and its alternatives, where it can be divided without changing what it finds."""
    sources = alternatives(source)
    # a bar in a comment of a verbose pattern divides nothing
    if len(sources) < FEWEST_WAYS or GLOBAL.match(source) or flags & re.VERBOSE:
        return literals(source, flags), ()
    parsed = [_parser.parse(each, flags) for each in sources]
    if any(each.state.groups > 1 or not each.getwidth()[0] for each in parsed):
        return literals(source, flags), ()
    needed = [_needed(each) for each in parsed]
    found: list[Pattern] = []
    for each, literal in zip(sources, needed, strict=True):
        needs = SIEVE.way(literal)
        if found and needs == found[-1].needs == ALWAYS:
            found[-1].source += f"|{each}"
        else:
            found.append(Pattern(each, flags, needs))
    everything = frozenset().union(*needed) if all(needed) else frozenset()
    return everything, tuple(found) if len(found) > 1 else ()


GLOBAL = re.compile(r"\(\?[a-zA-Z]+\)")
"""Flags that hold for the whole pattern."""
OUTER = re.compile(r"(?P<before>(?:\\b)?)\(\?:(?P<inner>.*)\)(?P<after>(?:\\b)?)", re.DOTALL)
"""A pattern that is one group, with the edge of a word on its sides."""


def alternatives(source: str) -> list[str]:
    """Patterns that together, in this order, find what ``source`` finds."""
    found: list[str] = []
    for each in _divided(source):
        outer = OUTER.fullmatch(each)
        inner = (
            _divided(outer["inner"]) if outer and _closes(each, outer.start("inner") - 3) == outer.end("inner") else []
        )
        if outer and len(inner) > 1:
            found += [f"{outer['before']}(?:{one}){outer['after']}" for one in inner]
        else:
            found.append(each)
    return found


def _divided(source: str) -> list[str]:
    """``source``, cut at the bars that stand in no group and no class."""
    found, depth, start = [], 0, 0
    for at, mark in _marks(source):
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
        elif depth == 0:
            found.append(source[start:at])
            start = at + 1
    return [*found, source[start:]]


def _closes(source: str, opened: int) -> int:
    """Where the group ends that starts at ``opened``."""
    depth = 0
    for at, mark in _marks(source):
        if at >= opened and mark in "()":
            depth += 1 if mark == "(" else -1
            if depth == 0:
                return at
    return -1


SYNTAX = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<mark>[()|])", re.DOTALL)


def _marks(source: str) -> Iterator[tuple[int, str]]:
    """Brackets and bars of a pattern that are neither escaped nor in a class of characters."""
    for match in SYNTAX.finditer(source):
        if match["mark"]:
            yield match.start(), match["mark"]


def literals(source: str, flags: int = re.IGNORECASE) -> frozenset[str]:
    """Lower-case literals of which at least one stands in every match of ``source``; empty where none has to."""
    return _needed(_parser.parse(source, flags))


def _needed(parsed: Any) -> frozenset[str]:
    needed = _sequence(parsed)
    return needed if needed and len(needed) <= MOST else frozenset()


def _sequence(parsed: Any, before: bool = False, after: bool = False) -> frozenset[str]:  # noqa: FBT001, FBT002
    """The best set that one element, or one run of characters, of a sequence needs.

    ``before`` and ``after`` say whether the edge of a word stands at the start and the end of the sequence.
    """
    elements: list[tuple[str, Any]] = [
        (str(operation), str(value) if str(operation) == "AT" else value) for operation, value in parsed
    ]
    candidates: list[frozenset[str]] = []
    index = 0
    while index < len(elements):
        operation, value = elements[index]
        edge = elements[index - 1] == EDGE if index else before
        start = index
        if operation == "LITERAL":
            while index < len(elements) and elements[index][0] == "LITERAL":
                index += 1
            run = "".join(chr(code) for _, code in elements[start:index]).lower()
            closed = elements[index] == EDGE if index < len(elements) else after
            candidates.append(frozenset({_edged(run, edge, closed)}))
            continue
        index += 1
        closed = elements[index] == EDGE if index < len(elements) else after
        needed = _element(operation, value, edge, closed)
        if needed:
            candidates.append(needed)
    worthy = [each for each in candidates if min(map(_weight, each)) >= FEWEST]
    return max(worthy, key=lambda each: (min(map(_weight, each)), -len(each)), default=frozenset())


def _edged(run: str, before: bool, after: bool) -> str:  # noqa: FBT001
    """``run`` with a space where the edge of a word is at its start or end."""
    head = " " if before and (run[0].isalnum() or run[0] == "_") else ""
    tail = " " if after and (run[-1].isalnum() or run[-1] == "_") else ""
    return f"{head}{run}{tail}"


@cache
def _weight(literal: str) -> int:
    """How telling a literal is: a character that is no ASCII letter tells more than a letter, an edge as much."""
    return sum(1 if each.isascii() else 3 for each in literal if each.strip()) + literal.startswith(" ")


def _element(operation: str, value: Any, before: bool, after: bool) -> frozenset[str]:  # noqa: FBT001
    if operation == "SUBPATTERN":
        return _sequence(value[-1], before, after)
    if operation == "ATOMIC_GROUP":
        return _sequence(value, before, after)
    if operation == "BRANCH":
        branches = [_sequence(each, before, after) for each in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] >= 1:
        return _sequence(value[2], before and value[0] == 1 == value[1], after and value[0] == 1 == value[1])
    return frozenset()
