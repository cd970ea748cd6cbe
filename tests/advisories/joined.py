"""The groups of records, worked out all at once with disjoint sets: another way, to hold ours against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troth.advisories.groups import Group
from troth.terms.advisory import Advisory


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
