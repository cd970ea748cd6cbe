"""Which words a pattern needs, and of which alternatives it is a choice, taken from what ``re`` itself parses.

To find that of all patterns takes most of the time in which a program starts. It is the same each time, so whoever may
write files keeps it between runs (``Book``).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

FEWEST = 2
"""Shorter literals of letters stand in nearly every sentence and sort nothing out."""
MOST = 400
"""A pattern with more alternatives than this is not sorted."""
FEWEST_WAYS = 3
"""A pattern with fewer alternatives is as quick undivided."""

Needed = tuple[frozenset[str], frozenset[str]]
"""Two sets of literals; of each that is not empty one has to stand in what matches."""
NOTHING: Final[frozenset[str]] = frozenset()
EDGE: Final = ("AT", "AT_BOUNDARY")
"""The edge of a word in a parsed pattern."""
PARSER: Any = importlib.import_module("re._parser")
"""The standard library's own parser of patterns: what it says is what ``re`` compiles."""
MOST_KNOWN = 2
"""How many times as many patterns are kept as a program has."""
GLOBAL = re.compile(r"\(\?[a-zA-Z]+\)")
"""Flags that hold for the whole pattern."""
OUTER = re.compile(r"(?P<before>(?:\\b)?)\(\?:(?P<inner>.*)\)(?P<after>(?:\\b)?)", re.DOTALL)
"""A pattern that is one group, with the edge of a word on its sides."""


class Way(NamedTuple):
    """One alternative of a pattern, and the literals of which a match of it needs one of each set."""

    source: str
    first: frozenset[str]
    second: frozenset[str]


class Divided(NamedTuple):
    """The literals that a pattern needs, and its alternatives where it can be divided."""

    first: frozenset[str]
    second: frozenset[str]
    ways: tuple[Way, ...] = ()


def divide(source: str, flags: int) -> Divided:
    """The literals of ``source`` and its alternatives, where it can be divided without changing what it finds."""
    sources = alternatives(source)
    # a bar in a comment of a verbose pattern divides nothing
    if len(sources) < FEWEST_WAYS or GLOBAL.match(source) or flags & re.VERBOSE:
        return Divided(*needed(PARSER.parse(source, flags)))
    parsed = [PARSER.parse(each, flags) for each in sources]
    if any(each.state.groups > 1 or not each.getwidth()[0] for each in parsed):
        return Divided(*needed(PARSER.parse(source, flags)))
    ways = tuple(Way(each, *needed(one)) for each, one in zip(sources, parsed, strict=True))
    firsts = [each.first for each in ways]
    return Divided(frozenset().union(*firsts) if all(firsts) else NOTHING, NOTHING, ways)


class Book:
    """What ``divide`` finds of each pattern, and what is known of it from the last run."""

    def __init__(self) -> None:
        self.recall: Callable[[], Mapping[str, Divided]] = dict
        """What is known; asked once, for the first pattern."""
        self.keep: Callable[[Mapping[str, Divided]], None] | None = None
        """Takes what should be known the next time; called once, and only where something is new."""
        self._known: Mapping[str, Divided] | None = None
        self._asked: dict[str, Divided] = {}
        self._new = False

    def look_up(self, source: str, flags: int) -> Divided:
        """What ``divide`` finds."""
        if self._known is None:
            self._known = self.recall()
        name = f"{int(flags)} {source}"
        found = self._known.get(name)
        if found is None:
            found = divide(source, flags)
            self._new = True
        self._asked[name] = found
        return found

    def close(self) -> None:
        """All patterns are declared."""
        if self._new and self.keep is not None:
            known = self._known or {}
            # two releases that are run by turns know each other's patterns; those of long ago go
            self.keep({**known, **self._asked} if len(known) < MOST_KNOWN * len(self._asked) else self._asked)
        self._known, self._asked, self._new = {}, {}, False


BOOK: Final = Book()
"""One for the process, as patterns are declared once."""


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


def literals(source: str, flags: int = re.IGNORECASE) -> tuple[frozenset[str], frozenset[str]]:
    """Two sets of lower-case literals; of each one stands in every match of ``source``; empty where none has to."""
    return needed(PARSER.parse(source, flags))


def needed(parsed: Any) -> Needed:
    """The two best sets of literals that a parsed pattern needs, each of at most ``MOST``."""
    found = [each for each in _sequence(parsed) if len(each) <= MOST]
    first, second, *_ = (*found, NOTHING, NOTHING)
    return first, second


def _sequence(parsed: Any, before: bool = False, after: bool = False) -> list[frozenset[str]]:  # noqa: FBT001, FBT002
    """The sets that the elements, and runs of characters, of a sequence need, the best first.

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
        candidates += _element(operation, value, edge, closed)
    worthy = [each for each in candidates if min(map(_weight, each)) >= FEWEST]
    return sorted(worthy, key=lambda each: (-min(map(_weight, each)), len(each)))


def _edged(run: str, before: bool, after: bool) -> str:  # noqa: FBT001
    """``run`` with a space where the edge of a word is at its start or end."""
    head = " " if before and (run[0].isalnum() or run[0] == "_") else ""
    tail = " " if after and (run[-1].isalnum() or run[-1] == "_") else ""
    return f"{head}{run}{tail}"


@cache
def _weight(literal: str) -> int:
    """How telling a literal is: a character that is no ASCII letter tells more than a letter, an edge as much."""
    return sum(1 if each.isascii() else 3 for each in literal if each.strip()) + literal.startswith(" ")


def _element(operation: str, value: Any, before: bool, after: bool) -> list[frozenset[str]]:  # noqa: FBT001
    if operation == "SUBPATTERN":
        return _sequence(value[-1], before, after)
    if operation == "ATOMIC_GROUP":
        return _sequence(value, before, after)
    if operation == "BRANCH":
        branches = [_sequence(each, before, after) for each in value[1]]
        return [frozenset().union(*ranked) for ranked in zip(*branches, strict=False)]
    if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] >= 1:
        return _sequence(value[2], before and value[0] == 1 == value[1], after and value[0] == 1 == value[1])
    return []
