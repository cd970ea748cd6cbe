"""Known weaknesses by package: where each version stands, what is wrong with it, and which upgrade clears it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from troth.advisories.library import Library
from troth.advisories.remedies import Upgrade, smallest_upgrade
from troth.terms.advisory import Advisory
from troth.terms.package import Package
from troth.terms.seen.components import Component
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.severity import ORDER, Rating


class WeakPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One package in one version, with its weaknesses, worst first, and all components that are it."""

    package: Package
    version: str
    components: tuple[Component, ...]
    vulnerabilities: tuple[Vulnerability, ...]
    upgrade: Upgrade


def weak_packages(found: Iterable[Vulnerability], library: Library) -> tuple[WeakPackage, ...]:
    """``found`` by package and version, the worst first, each with the smallest upgrade that clears it."""
    by_package: dict[tuple[Package, str], dict[str, Vulnerability]] = {}
    places: dict[tuple[Package, str], dict[tuple[str, int | None], Component]] = {}
    for one in found:
        component = one.component
        key = (component.package, component.version)
        by_package.setdefault(key, {}).setdefault(one.id, one)
        places.setdefault(key, {})[component.span.path, component.span.line] = component
    weak = [
        WeakPackage(
            package=package,
            version=version,
            components=tuple(places[package, version].values()),
            vulnerabilities=tuple(sorted(ones.values(), key=_worst_first)),
            upgrade=smallest_upgrade(_records(package, ones, library), package, version),
        )
        for (package, version), ones in by_package.items()
    ]
    return tuple(sorted(weak, key=lambda one: (_worst_first(one.vulnerabilities[0]), one.package, one.version)))


def _records(package: Package, ones: Iterable[str], library: Library) -> list[Advisory]:
    names = set(ones)
    return [record for record in library.records(package) if record.id in names]


def _worst_first(one: Vulnerability) -> tuple[bool, int, float, str]:
    rating = one.severity.rating
    # what nobody rated may be anything: below what is known to be high, above what is known to be mild
    rank = ORDER.index(rating) if rating is not Rating.UNKNOWN else ORDER.index(Rating.MEDIUM) + 0.5
    return (bool(one.informational), -int(rank * 2), -(one.severity.score or 0.0), one.id)
