"""When did a lockfile stand in the range of a weakness? Tenures of versions joined with what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from troth.terms.package import Package
from troth.terms.seen.components import Tenure
from troth.terms.seen.vulnerabilities import Exposure, Vulnerability

_Key = tuple[str, Package, str]
"""Lockfile, package, and the first of all names of the weakness: which record tells of it may change by version."""


def exposures(tenures: Iterable[Tenure], vulnerabilities: Iterable[Vulnerability]) -> tuple[Exposure, ...]:
    """Each unbroken time in which one lockfile stood in the range of one weakness, oldest first.

    A change from one version in the range to another does not end it, nor does it end while a second version in the
    range stays. ``vulnerabilities`` are those of the components of ``tenures``.
    """
    known: dict[tuple[Package, str], list[Vulnerability]] = {}
    for one in vulnerabilities:
        known.setdefault((one.component.package, one.component.version), []).append(one)
    times: dict[_Key, list[tuple[Tenure, Vulnerability]]] = {}
    for tenure in tenures:
        component = tenure.component
        for weakness in known.get((component.package, component.version), ()):
            key = (component.span.path, component.package, min((weakness.id, *weakness.aliases)))
            times.setdefault(key, []).append((tenure, weakness))
    found = [exposure for pairs in times.values() for exposure in _joined(pairs)]
    return tuple(
        sorted(found, key=lambda one: (one.since, one.vulnerability.component.span.path, one.vulnerability.id))
    )


def _joined(pairs: list[tuple[Tenure, Vulnerability]]) -> list[Exposure]:
    pairs.sort(key=lambda pair: pair[0].since)
    found: list[Exposure] = []
    for tenure, weakness in pairs:
        before = found[-1] if found else None
        if before is not None and (before.left is None or tenure.since <= before.left):
            found[-1] = _longer(before, tenure, weakness)
        else:
            found.append(_of(tenure, weakness))
    return found


def _of(tenure: Tenure, weakness: Vulnerability) -> Exposure:
    return Exposure(
        vulnerability=msgspec.structs.replace(weakness, component=tenure.component),
        since=tenure.since,
        known=_known(tenure.since, weakness),
        left=tenure.until,
        entered_by=tenure.entered_by,
        left_by=tenure.left_by,
    )


def _known(since: datetime, weakness: Vulnerability) -> datetime | None:
    return max(since, weakness.published) if weakness.published else None


def _longer(before: Exposure, tenure: Tenure, weakness: Vulnerability) -> Exposure:
    """``before`` carried on by another version; what is said of it is what is said of the one that stays longest."""
    if before.left is None or (tenure.until is not None and tenure.until <= before.left):
        return before
    return msgspec.structs.replace(
        before,
        vulnerability=msgspec.structs.replace(weakness, component=tenure.component),
        left=tenure.until,
        left_by=tenure.left_by,
    )
