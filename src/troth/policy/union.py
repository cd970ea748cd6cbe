"""The same promise in two documents is one commitment with two places.

Within a document ``merge`` has done so already. Across documents a promise without a value is told by its words alone:
two sentences are one where they are written alike. A translation is held against its original by order as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from troth.policy.merge import MOST, of_several, same, says, strictness
from troth.terms.commitment import (
    Commitment,
    Contact,
    Deadline,
    Document,
    Guidance,
    IncidentClass,
    Pin,
    Practice,
    Recurrence,
    SupportedVersion,
)
from troth.terms.contacts import canonical
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.time.period import length

FIRM = {"promise": 0, "target": 1, "discretion": 2, "refusal": 0}
"""Who promises in one document and hopes in another has promised."""
IN_ORDER = frozenset(
    {
        "deadline", "disclosure_step", "document", "guidance", "incident_class", "incident_phase", "pin", "practice",
        "recurrence", "supported_version",
    }
)  # fmt: skip
"""Kinds whose values hold words of a language, which a translation says otherwise."""


def unite(commitments: Iterable[Commitment], readings: Sequence[Reading]) -> tuple[Commitment, ...]:
    """``commitments`` of ``readings``, each promise once, in the order of documents and lines.

    The place that says most stands for all (a translation only where nobody else does), the others are its ``also``.
    What one document alone says twice in the same words is left to ``merge``. The order of ``commitments`` is of no
    matter, and what is united already stays as it is.
    """
    rank = _Rank(readings)
    origins = {reading.document: reading.origin for reading in readings if reading.origin}
    ordered = sorted(commitments, key=rank.of)
    sets = _Sets(len(ordered))
    alike: dict[tuple[Any, ...], list[int]] = {}
    for number, one in enumerate(of_several(ordered)):
        alike.setdefault(_alike(one), []).append(number)
    for numbers in alike.values():
        if len({ordered[number].span.path for number in numbers}) > 1:
            for number in numbers:
                sets.join(numbers[0], number)
    for translation, origin in sorted(origins.items()):
        _pair(ordered, sets, origin, translation)
    united = [_joined([ordered[number] for number in each], rank, origins) for each in sets.all()]
    return tuple(sorted(united, key=rank.of))


def places(one: Commitment) -> tuple[Span, ...]:
    """Every place that says ``one``, the foremost first."""
    return (one.span, *one.also)


class _Rank:
    """Where commitments stand among all: by document, line and kind, then as the reader told them."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._documents = {reading.document: number for number, reading in enumerate(readings)}
        self._told: dict[Commitment, int] = {}
        for reading in readings:
            for number, one in enumerate(reading.commitments):
                self._told.setdefault(_alone(one), number)

    def place(self, span: Span) -> tuple[int, str, int]:
        return self._documents.get(span.path, len(self._documents)), span.path, span.line or 0

    def of(self, one: Commitment) -> tuple[Any, ...]:
        told = self._told.get(_alone(one))
        return (*self.place(one.span), one.kind, (0, told, "") if told is not None else (1, 0, repr(one)))


def _alone(one: Commitment) -> Commitment:
    return msgspec.structs.replace(one, also=())


class _Sets:
    """Numbers put together into sets; the lowest of each stands for it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low

    def all(self) -> Iterator[list[int]]:
        found: dict[int, list[int]] = {}
        for number in range(len(self._parent)):
            found.setdefault(self.root(number), []).append(number)
        yield from found.values()


def _alike(one: Commitment) -> tuple[Any, ...]:
    """What makes two commitments of any documents one. Advice has no value and a document of its own."""
    if isinstance(one, Deadline):
        return (*_mood(one), one.action, length(one.within, one.basis), one.severity, one.upper, one.condition)
    if isinstance(one, Contact):
        value = canonical(one.channel, one.value) or one.value.casefold().rstrip("/.")
        return (*_mood(one), one.channel, value, one.condition)
    if isinstance(one, SupportedVersion):
        version = _folded(one.version).removeprefix("v")
        return (*_mood(one), version, one.supported, _folded(one.product), one.condition)
    if isinstance(one, Guidance):
        return (*_mood(one), one.span.path, one.span.line)
    words = tuple(one.sentence.casefold().split())
    return (bool(one.silenced), *(_folded(value) for value in same(one, words)))


def _folded(value: Any) -> Any:
    return " ".join(value.casefold().split()) if type(value) is str else value


def _mood(one: Commitment) -> tuple[Any, ...]:
    return one.kind, one.strength == "refusal", bool(one.silenced)


def _in_any_language(one: Commitment) -> tuple[Any, ...]:
    """What a translation leaves as it is."""
    kept: tuple[Any, ...] = ()
    if isinstance(one, Deadline):
        kept = (one.action, length(one.within, one.basis), one.severity, one.upper)
    elif isinstance(one, Recurrence):
        kept = (one.action, one.every, one.basis, one.severity)
    elif isinstance(one, SupportedVersion):
        kept = (one.supported, one.version.casefold() if any(map(str.isdigit, one.version)) else "")
    elif isinstance(one, Practice):
        kept = (one.topic,)
    elif isinstance(one, IncidentClass):
        kept = (one.level,)
    elif isinstance(one, Pin):
        kept = (one.ecosystem, one.rule, one.packages)
    elif isinstance(one, Document):
        kept = (one.target,)
    return (*_mood(one)[:2], bool(one.condition), *kept)  # who silences a sentence silences its translation


def _pair(ordered: Sequence[Commitment], sets: _Sets, origin: str, translation: str) -> None:
    """What only one of two languages says so far: where both say as many of a sort, they say the same in order."""
    of: dict[str, dict[tuple[Any, ...], list[int]]] = {origin: {}, translation: {}}
    for each in list(sets.all()):
        there = {span.path for number in each for span in places(ordered[number])}
        for path, other in ((origin, translation), (translation, origin)):
            if path in there and other not in there:
                number = next(number for number in each if path in {span.path for span in places(ordered[number])})
                if ordered[number].kind in IN_ORDER:
                    of[path].setdefault(_in_any_language(ordered[number]), []).append(number)
    for sort, numbers in of[origin].items():
        others = of[translation].get(sort, [])
        if len(others) == len(numbers):
            for one, its in zip(
                _by_line(numbers, ordered, origin), _by_line(others, ordered, translation), strict=True
            ):
                sets.join(one, its)


def _by_line(numbers: Iterable[int], ordered: Sequence[Commitment], path: str) -> list[int]:
    """``numbers`` in the order of their lines in the document ``path``."""
    return sorted(numbers, key=lambda number: min(s.line or 0 for s in places(ordered[number]) if s.path == path))


def _joined(group: Sequence[Commitment], rank: _Rank, origins: Mapping[str, str]) -> Commitment:
    if len(group) == 1:
        return group[0]
    best = min(
        group,
        key=lambda one: (one.span.path in origins, FIRM[one.strength], -strictness(one), -says(one), rank.of(one)),
    )
    spots: dict[tuple[str, int | None], Span] = {}
    for span in (span for one in group for span in places(one)):
        spots.setdefault((span.path, span.line), span)
    del spots[best.span.path, best.span.line]
    also = sorted(spots.values(), key=rank.place)
    marked = best if best.named else next((one for one in group if one.named), best)
    said = {name: getattr(marked, name) for name in ("named", "evidence", "corrected")}
    return msgspec.structs.replace(best, also=tuple(also[:MOST]), **said)
