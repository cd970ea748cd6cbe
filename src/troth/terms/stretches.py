"""Events of a range as stretches of versions with a beginning and an end, as most formats but OSV tell them.

The meaning is that of ``advisories.affects``: events in the order of the ecosystem's versions, and what OSV leaves open
decided as there. Where nobody knows the order, or a version cannot be read, events count in the order in which they
stand, which is how people write them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from troth.terms.advisory import Event, Range
from troth.terms.package import Package
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError

BEGINNING = "0"
"""The version of an event that stands for the beginning of all versions (OSV 1.7)."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Versions from ``start`` on ("" for the first of all) to ``end`` ("" for none), which is ``included`` or not."""

    start: str = ""
    end: str = ""
    included: bool = False

    @property
    def single(self) -> bool:
        """Whether it holds one version alone."""
        return bool(self.start) and self.included and self.start == self.end

    @property
    def fixed(self) -> str:
        """The version that ends it because it holds the fix, "" for none."""
        return "" if self.included else self.end

    def __str__(self) -> str:
        """In the words of GitHub's ranges: ">= 1.0, < 1.5", "= 2.0", "<= 3"; ">= 0" for all versions."""
        if self.single:
            return f"= {self.start}"
        parts = [f">= {self.start}"] if self.start else []
        if self.end:
            parts.append(f"{'<=' if self.included else '<'} {self.end}")
        return ", ".join(parts) or ">= 0"


def stretches(ranges: Iterable[Range], package: Package | None) -> tuple[Stretch, ...]:
    """Those of all ``ranges`` of versions; ranges of commits (GIT) are none. Equal ones are told once."""
    lines = [stretch for line in ranges if line.type != "GIT" for stretch in of_range(line, package)]
    return tuple(dict.fromkeys(lines))


def of_range(line: Range, package: Package | None) -> tuple[Stretch, ...]:
    """The stretches of one range, in order; a ``limit`` ends nothing that is told."""
    found: list[Stretch] = []
    begun: str | None = None
    for version, kinds in _steps(line.events, package):
        begins, fixed, ends = "introduced" in kinds, "fixed" in kinds, "last_affected" in kinds
        if begun is None and begins and not fixed:
            begun = version
        elif begins or begun is None:
            continue  # one stretch meets the next, or there is none to end
        if ends or fixed:
            if version != BEGINNING and (version != begun or not fixed):  # what ends there holds no version
                found.append(Stretch(start=_start(begun), end=version, included=not fixed))
            begun = None
    if begun is not None:
        found.append(Stretch(start=_start(begun)))
    return tuple(found)


def _start(begun: str) -> str:
    return "" if begun == BEGINNING else begun


def _steps(events: Iterable[Event], package: Package | None) -> list[tuple[str, frozenset[str]]]:
    """Versions in order, each with the kinds of the events that stand at it."""
    listed = [event for event in events if event.kind != "limit"]
    try:
        key = key_of(package.ecosystem) if package is not None else None
        places = [_place(event.version, key) if key else (1, at) for at, event in enumerate(listed)]
    except (UnknownEcosystemError, UnreadableVersionError):
        places = [(1, at) for at in range(len(listed))]
    at: dict[tuple[int, Any], list[Event]] = {}
    for place, event in zip(places, listed, strict=True):
        at.setdefault(place, []).append(event)
    return [(at[place][0].version, frozenset(event.kind for event in at[place])) for place in sorted(at)]


def _place(version: str, key: Callable[[str], Any]) -> tuple[int, Any]:
    return (0, ()) if version == BEGINNING else (1, key(version))
