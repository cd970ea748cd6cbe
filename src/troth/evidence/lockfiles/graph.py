"""Who brings whom in: direct dependencies, shortest paths of introduction, and scopes that spread along them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
LONGEST_PATH = 64
"""Names of a path of introduction that are told; a longer one ends there."""
MOST_ALIKE = 100
"""Entries of one name that dependencies are looked up among."""


def by_name(names: Iterable[str]) -> dict[str, list[int]]:
    """Indices of each name, at most ``MOST_ALIKE`` of one: more are no work of a package manager."""
    found: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        alike = found.setdefault(name, [])
        if len(alike) < MOST_ALIKE:
            alike.append(index)
    return found


def introductions(
    names: Sequence[str], needs: Sequence[Iterable[int]], own: Iterable[int], wanted: Iterable[int] = ()
) -> tuple[set[int], list[tuple[str, ...]]]:
    """Direct ones, and for every component the names on one shortest path to it, the direct dependency first.

    ``needs`` are the edges by index, ``own`` the project's own packages, ``wanted`` what its manifest asks for beside.
    """
    roots = set(own)
    direct = {child for root in roots for child in needs[root]} | set(wanted)
    direct -= roots
    via: list[tuple[str, ...]] = [()] * len(names)
    seen = direct | roots
    level = sorted(direct)
    while level:
        below: list[int] = []
        for parent in level:
            path: tuple[str, ...] | None = None
            for child in needs[parent]:
                if child not in seen:
                    seen.add(child)
                    path = path or (*via[parent], names[parent])[:LONGEST_PATH]
                    via[child] = path
                    below.append(child)
        level = below
    return direct, via


def spread(needs: Sequence[Iterable[int]], seeds: Iterable[tuple[T, Iterable[int]]]) -> dict[int, T]:
    """The first of ``seeds`` that reaches each index along ``needs``: what production needs is no development tool."""
    reached: dict[int, T] = {}
    for mark, starts in seeds:
        waiting = [start for start in starts if start not in reached]
        while waiting:
            index = waiting.pop()
            if index not in reached:
                reached[index] = mark
                waiting += [child for child in needs[index] if child not in reached]
    return reached
