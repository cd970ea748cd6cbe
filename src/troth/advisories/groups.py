"""Which records speak of the same weakness? Those that ``aliases`` join, and no others.

``aliases`` are symmetric and transitive (OSV schema 1.7, "aliases field"). ``related`` names other weaknesses and
``upstream`` what a distribution's record is derived from; neither ever joins. A withdrawn record joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from troth.advisories.library import Library
from troth.terms.advisory import Advisory


class Group(msgspec.Struct, frozen=True):
    """``names`` of one weakness, sorted, and the ``records`` that are there under them, by id."""

    names: tuple[str, ...]
    records: tuple[Advisory, ...]


def groups(records: Iterable[Advisory]) -> tuple[Group, ...]:
    """Join ``records`` by their aliases, also where two only share a name that has no record. Sorted by first name."""
    kept = {record.id: record for record in records}
    sets = _Sets()
    for record in kept.values():
        sets.find(record.id)
        for alias in () if record.withdrawn else record.aliases:
            sets.join(record.id, alias)
    members: dict[str, list[str]] = {}
    for name in sets:
        members.setdefault(sets.find(name), []).append(name)
    named = sorted(tuple(sorted(names)) for names in members.values())
    return tuple(Group(names, tuple(kept[name] for name in names if name in kept)) for names in named)


def group_of(record: Advisory, library: Library) -> Group:
    """``record`` and all that ``library`` knows under its names, asked name by name until no new one turns up."""
    records = {record.id: record}
    names: set[str] = set()
    waiting = [record.id, *_joins(record)]
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        names.add(name)
        for other in library.aliases_of(name):
            if other.id not in records and (other.id == name or name in _joins(other)):
                records[other.id] = other
                waiting += (other.id, *_joins(other))
    return Group(tuple(sorted(names)), tuple(records[name] for name in sorted(records)))


def _joins(record: Advisory) -> tuple[str, ...]:
    return () if record.withdrawn else record.aliases


class _Sets:
    """Disjoint sets of names, with halved paths."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._above))

    def find(self, name: str) -> str:
        above = self._above
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def join(self, one: str, other: str) -> None:
        self._above[self.find(one)] = self.find(other)
