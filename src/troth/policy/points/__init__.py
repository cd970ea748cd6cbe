"""How much each trait of a sentence speaks for a kind of promise: a table of points, and a sum that has to be reached.

The tables are data, one file for a kind: the name of a trait and its points, positive where it speaks for the kind.
They were fitted (logistic regression, ten points to one unit of log odds, rounded) to policies whose every sentence was
labelled by hand, and hold traits alone, no words of any document. ``why`` tells which traits decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec


class Points(msgspec.Struct, frozen=True):
    """Points of traits; a sentence whose traits sum to more than ``least`` is of the kind."""

    least: int
    points: dict[str, int]

    def total(self, traits: Iterable[str]) -> int:
        """Sum of the points of ``traits``; traits without points count nothing."""
        known = self.points
        return sum([known[each] for each in traits if each in known])

    def reached(self, traits: Iterable[str]) -> bool:
        """Whether ``traits`` sum to more than ``least``."""
        return self.total(traits) > self.least

    def why(self, traits: Iterable[str], most: int = 6) -> tuple[str, ...]:
        """The traits that speak loudest for or against, with their points: "list-topic:all +4"."""
        told = sorted(
            ((self.points.get(each, 0), each) for each in set(traits)), key=lambda one: (-abs(one[0]), one[1])
        )
        return tuple(f"{name} {points:+d}" for points, name in told[:most] if points)


@cache
def points(kind: str) -> Points:
    """The table of ``kind`` ("practice"), read once for the process."""
    return msgspec.json.decode(files(__name__).joinpath(f"{kind}.json").read_bytes(), type=Points)
