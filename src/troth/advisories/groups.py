"""Which records speak of the same weakness? Those that ``aliases`` join, and no others.

``aliases`` are symmetric and transitive (OSV schema 1.7, "aliases field"). ``related`` names other weaknesses and
``upstream`` what a distribution's record is derived from; neither ever joins. A withdrawn record joins nothing.
"""

from __future__ import annotations

import msgspec

from troth.advisories.library import Library
from troth.terms.advisory import Advisory


class Group(msgspec.Struct, frozen=True):
    """``names`` of one weakness, sorted, and the ``records`` that are there under them, by id."""

    names: tuple[str, ...]
    records: tuple[Advisory, ...]


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
