"""Small advisories, and a library that is nothing but a list of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from troth.advisories.library import Exploitation
from troth.terms.advisory import Advisory, Affected, Event, Range, Vector
from troth.terms.package import CRATES, GO, PYPI, Package, package
from troth.terms.seen.components import Component
from troth.terms.span import Span

QUARTZ, HELIX, STDLIB = package(PYPI, "quartz"), package(CRATES, "helix"), package(GO, "stdlib")
CRITICAL = Vector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
LOW_V4 = Vector("CVSS_V4", "CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N")


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def line(*events: str, kind: Any = "ECOSYSTEM") -> Range:
    """``line("introduced 0", "fixed 1.2")``."""
    told = [event.split(" ") for event in events]
    return Range(type=kind, events=tuple(Event(word, version) for word, version in told))  # type: ignore[arg-type]


def entry(about: Package, *ranges: Range, **more: Any) -> Affected:
    return Affected(package=about, ranges=ranges, **more)


def record(name: str, *affected: Affected, **more: Any) -> Advisory:
    return Advisory(id=name, affected=affected, **more)


def component(about: Package, version: str, *, file: str = "lock", at: int = 1, **more: Any) -> Component:
    return Component(package=about, version=version, purl="", span=Span(file, at), **more)


class Shelf:
    """Records in memory, gone through from first to last at every question."""

    def __init__(self, records: Iterable[Advisory], used: Mapping[str, Exploitation] | None = None) -> None:
        self._records = tuple(records)
        self._used = dict(used or {})
        self.asked: list[Package] = []

    @property
    def ecosystems(self) -> frozenset[str]:
        return frozenset(entry.package.base for record in self._records for entry in record.affected)

    def records(self, package: Package) -> Sequence[Advisory]:
        self.asked.append(package)
        mine = (package.base, package.name)
        return [r for r in self._records if any((e.package.base, e.package.name) == mine for e in r.affected)]

    def aliases_of(self, name: str) -> Sequence[Advisory]:
        return [record for record in self._records if record.id == name or name in record.aliases]

    def exploitation(self, names: Collection[str]) -> Exploitation:
        used = [self._used[name] for name in names if name in self._used]
        return Exploitation(any(u.known for u in used), max((u.epss for u in used if u.epss is not None), default=None))
