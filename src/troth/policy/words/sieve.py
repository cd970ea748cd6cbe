"""Patterns that know which words they need, so that most sentences are never asked.

A policy is read with hundreds of patterns, and a sentence answers to a handful. Each pattern tells the literals of
which one has to stand in any text that it matches, and where it can a second set of which one has to as well; one pass
of an Aho-Corasick automaton over a sentence finds the literals of all patterns at once, and a pattern without its
literals is not run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from troth.policy.words.literals import BOOK, Divided

T = TypeVar("T")

ALWAYS: Final = 1
"""The bit of patterns that need no particular word; set in every mask."""
_rank = itemgetter(0)


class Sifted(str):
    """A text that was looked through once for the literals of all patterns."""

    __slots__ = ("found", "mask", "ways")
    mask: int
    """Bits of the patterns that may match it."""
    ways: int
    """Bits of the alternatives that may match it, of patterns that are divided."""
    found: int
    """The literals that it holds, as ``Sieve`` writes them: what its mask and its ways are made of."""

    def lowered(self) -> Sifted:
        """The same in lower case, without looking through it again: literals are sought in lower case.

        ``lower`` gives a plain text, as of any other: names of commitments are made by it, and are no sifted ones.
        """
        found = Sifted(self.lower())
        found.mask, found.ways, found.found = self.mask, self.ways, self.found
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
        divided = BOOK.look_up(source, flags)
        self._ways = _ways(divided, flags)
        super().__init__(source, flags, SIEVE.bit(divided.first, divided.second))
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

    def sub(self, into: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self.pattern.sub(into, text, count)

    def split(self, text: str) -> list[str | Any]:
        """As ``re.Pattern.split``."""
        return self.pattern.split(text)


def either(*patterns: Words) -> int:
    """The bits of which a sifted text has one in its mask if any of ``patterns`` may match it."""
    found = 0
    for each in patterns:
        found |= each.needs
    return found


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


class Bits:
    """Bits that were given, and the literals of which a text has to hold one, or one of each of two sets."""

    def __init__(self) -> None:
        self.last = ALWAYS
        self.first: dict[str, int] = {}
        self.second: dict[str, int] = {}
        self.single = ALWAYS
        """Bits of patterns without a second set."""

    def give(self, first: frozenset[str], second: frozenset[str]) -> int:
        """The next bit, for a pattern that needs one of ``first``, and one of ``second`` unless that is empty."""
        self.last <<= 1
        _spread(self.first, first, self.last)
        if second:
            _spread(self.second, second, self.last)
        else:
            self.single |= self.last
        return self.last


class Sieve:
    """The literals of all patterns, and the automaton that finds them.

    What a text holds is one number of four parts: bits of patterns by their first and by their second literals, and
    the same of alternatives.
    """

    def __init__(self) -> None:
        self._patterns = Bits()
        self._ways = Bits()
        self._automaton: AhoCorasick | None = None
        self._found: dict[str, int] = {}
        """What each literal of the automaton tells."""
        self._width = self._half = self._way_width = 0

    def bit(self, first: frozenset[str], second: frozenset[str] = frozenset()) -> int:
        """A bit for a pattern that needs one of ``first``, and one of ``second`` unless that is empty.

        Patterns that come after the first text are not sorted. A space at the start or end of a literal stands for the
        edge of a word.
        """
        return self._patterns.give(first, self._sorting(second)) if self._sorting(first) else ALWAYS

    def way(self, first: frozenset[str], second: frozenset[str] = frozenset()) -> int:
        """The same for one alternative of a pattern."""
        return self._ways.give(first, self._sorting(second)) if self._sorting(first) else ALWAYS

    def _sorting(self, literals: frozenset[str]) -> frozenset[str]:
        """``literals``, where they can sort."""
        return literals if self._automaton is None and all(even(each).strip() for each in literals) else frozenset()

    def _built(self) -> AhoCorasick:
        BOOK.close()
        patterns, ways = self._patterns, self._ways
        self._width, self._way_width = patterns.last.bit_length(), ways.last.bit_length()
        self._half = 2 * self._width
        sets = (
            (patterns.first, 0),
            (patterns.second, self._width),
            (ways.first, self._half),
            (ways.second, self._half + self._way_width),
        )
        told: dict[str, int] = {}
        for bits, shift in sets:
            for literal, bit in bits.items():
                told[literal] = told.get(literal, 0) | bit << shift
        self._found = told
        # with its literals at hand it hands out texts, not places: a third of the time
        return AhoCorasick(list(told), store_patterns=True)

    def sift(self, text: str) -> Sifted:
        """``text`` with the bits of all patterns that may match it or any part of it."""
        automaton = self._automaton
        if automaton is None:
            automaton = self._automaton = self._built()
        told = self._found
        found = 0
        for literal in set(automaton.find_matches_as_strings(f" {even(text)} ", overlapping=True)):
            found |= told[literal]
        return self._marked(Sifted(text), found)

    def alike(self, text: str, *others: Sifted) -> Sifted:
        """``text``, whose every word stands in one of ``others``, without looking through it again."""
        found = 0
        for each in others:
            found |= each.found
        return self._marked(Sifted(text), found)

    def _marked(self, text: Sifted, found: int) -> Sifted:
        text.found = found
        both = found & (1 << self._half) - 1
        text.mask = both & (both >> self._width | self._patterns.single) | ALWAYS
        both = found >> self._half
        text.ways = both & (both >> self._way_width | self._ways.single) | ALWAYS
        return text


def _spread(bits: dict[str, int], wanted: Iterable[str], bit: int) -> None:
    for literal in map(even, wanted):
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


def _ways(divided: Divided, flags: int) -> tuple[Pattern, ...]:
    """The alternatives of a pattern with their bits; those that are asked of every text together."""
    found: list[Pattern] = []
    for source, first, second in divided.ways:
        needs = SIEVE.way(first, second)
        if found and needs == found[-1].needs == ALWAYS:
            found[-1].source += f"|{source}"
        else:
            found.append(Pattern(source, flags, needs))
    return tuple(found) if len(found) > 1 else ()
