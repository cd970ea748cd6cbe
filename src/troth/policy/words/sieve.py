"""Patterns that know which words they need, so that most sentences are never asked.

A policy is read with hundreds of patterns, and a sentence answers to a handful. Each pattern tells the literals of
which one has to stand in any text that it matches; one pass of an Aho-Corasick automaton over a sentence finds the
literals of all patterns at once, and a pattern none of whose literals was found is not run.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

ALWAYS: Final = 1
"""The bit of patterns that need no particular word; set in every mask."""
FEWEST = 2
"""Shorter literals of letters stand in nearly every sentence and sort nothing out."""
MOST = 400
"""A pattern with more alternatives than this is not sorted."""

EDGE: Final = ("AT", "AT_BOUNDARY")
"""The edge of a word in a parsed pattern."""
_parser: Any = importlib.import_module("re._parser")
"""The standard library's own parser of patterns: what it says is what ``re`` compiles."""


class Sifted(str):
    """A text that was looked through once for the literals of all patterns."""

    __slots__ = ("mask",)
    mask: int


class Words:
    """A pattern, compiled when it is first run, that passes over sifted texts without its literals."""

    __slots__ = ("_compiled", "_flags", "needs", "source")

    def __init__(self, source: str, flags: int = re.IGNORECASE) -> None:
        self.source = source
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None
        self.needs = SIEVE.bit(literals(source, flags))

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        found = self._compiled
        if found is None:
            found = self._compiled = re.compile(self.source, self._flags)
        return found

    def idle(self, text: str) -> bool:
        """Whether ``text`` is known to hold none of the literals."""
        return text.__class__ is Sifted and not text.mask & self.needs

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        if text.__class__ is Sifted and not text.mask & self.needs:
            return None
        return (self._compiled or self.pattern).search(text)

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
        """As ``re.Pattern.finditer``."""
        if text.__class__ is Sifted and not text.mask & self.needs:
            return iter(())
        return (self._compiled or self.pattern).finditer(text, start, end)

    def findall(self, text: str) -> list[Any]:
        """As ``re.Pattern.findall``."""
        return self.pattern.findall(text)

    def sub(self, into: str, text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self.pattern.sub(into, text, count)

    def split(self, text: str) -> list[str | Any]:
        """As ``re.Pattern.split``."""
        return self.pattern.split(text)


class Choice:
    """Several patterns with a name each, asked one by one, so that the sieve passes over most of them."""

    def __init__(self, named: Iterable[tuple[str, str]], flags: int = re.IGNORECASE) -> None:
        self._words = tuple((name, Words(source, flags)) for name, source in named)

    def finditer(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Name and match of each place, in order; of places that overlap the first, at one place the first name."""
        found = [
            (match.start(), rank, name, match)
            for rank, (name, words) in enumerate(self._words)
            for match in words.finditer(text)
        ]
        last = -1
        for start, _, name, match in sorted(found, key=lambda each: each[:2]):
            if start >= last:
                yield name, match
                last = match.end()


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
        self._automaton: AhoCorasick | None = None
        self._masks: list[int] = []

    def bit(self, needed: frozenset[str]) -> int:
        """A bit for a pattern that needs one of ``needed``; patterns that come after the first text are not sorted.

        A space at the start or end of a literal stands for the edge of a word.
        """
        evened = {even(each) for each in needed}
        if not needed or self._automaton is not None or any(not each.strip() for each in evened):
            return ALWAYS
        self._last <<= 1
        for literal in evened:
            self._bits[literal] = self._bits.get(literal, 0) | self._last
        return self._last

    def sift(self, text: str) -> Sifted:
        """``text`` with the bits of all patterns that may match it or any part of it."""
        automaton = self._automaton
        if automaton is None:
            self._masks = list(self._bits.values())
            automaton = self._automaton = AhoCorasick(list(self._bits))
        found = Sifted(text)
        mask = ALWAYS
        masks = self._masks
        hits = automaton.find_matches_as_indexes(f" {even(text)} ", overlapping=True)
        for number in {each[0] for each in hits}:
            mask |= masks[number]
        found.mask = mask
        return found

    @staticmethod
    def alike(text: str, *others: Sifted) -> Sifted:
        """``text``, whose every word stands in one of ``others``, without looking through it again."""
        found = Sifted(text)
        found.mask = ALWAYS
        for each in others:
            found.mask |= each.mask
        return found


SIEVE: Final = Sieve()
"""One for the process: patterns are declared when their modules are imported."""


def literals(source: str, flags: int = re.IGNORECASE) -> frozenset[str]:
    """Lower-case literals of which at least one stands in every match of ``source``; empty where none has to."""
    needed = _sequence(_parser.parse(source, flags))
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
