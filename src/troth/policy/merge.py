"""The same fact said twice is one commitment, at its most specific place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from troth.policy.same_contact import fuller
from troth.terms.commitment import (
    Commitment,
    Contact,
    Deadline,
    Demand,
    Guidance,
    Pin,
    Practice,
    Recurrence,
    Sbom,
    SeverityBand,
    SupportedVersion,
    Tool,
)
from troth.terms.event import Event
from troth.terms.observing import only_observes

_STRICTNESS = {Demand.ADVISORY: 0, Demand.RUNS: 1, Demand.ENFORCED: 2}
MOST = 200
"""Other places of one fact that are listed, and ways in that are compared with each other."""
NOT_SAID = frozenset({"span", "heading", "also", "named", "silenced", "evidence", "corrected"})
"""Fields that the sentence itself does not say."""


def merge(found: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Commitments in the order of their lines; equal ones keep the place that says most, and list the others."""
    groups: dict[tuple[Any, ...], list[Commitment]] = {}
    found = tuple(found)
    for each, held in zip(found, of_several(found), strict=True):
        groups.setdefault(same(held, each.span.line), []).append(each)
    merged = [_joined(group) for group in _folded(_ways_in(groups))]
    return tuple(sorted(merged, key=lambda each: (each.span.line or 0, each.kind)))


def of_several(found: Iterable[Commitment]) -> list[Commitment]:
    """``found`` as they are held against each other: rows name their product only where several are listed."""
    found = list(found)
    if len({each.product.casefold() for each in found if isinstance(each, SupportedVersion) and each.product}) > 1:
        return found
    return [msgspec.structs.replace(each, product="") if isinstance(each, SupportedVersion) else each for each in found]


def _ways_in(groups: dict[tuple[Any, ...], list[Commitment]]) -> dict[tuple[Any, ...], list[Commitment]]:
    """The same groups, a vague name of a way in behind the full one that names the same."""
    ways = {key: group[0] for key, group in groups.items() if isinstance(group[0], Contact)}
    found = dict(groups)
    if len(ways) > MOST:
        return found
    for key, each in ways.items():
        full = fuller(each, ways.values())
        if full is not None:
            into = next(known for known, other in ways.items() if other is full)
            found[into] = [*found[into], *found.pop(key)]
    return found


def _folded(groups: dict[tuple[Any, ...], list[Commitment]]) -> Iterable[list[Commitment]]:
    """Bills of material that name fewer formats than another sentence say the same as that one."""
    bills = [group for group in groups.values() if isinstance(group[0], Sbom)]
    for group in groups.values():
        first = group[0]
        if not isinstance(first, Sbom):
            yield group
            continue
        wider = [
            each
            for each in bills
            if each is not group and isinstance(each[0], Sbom) and set(each[0].formats) > set(first.formats)
        ]
        if not wider:
            narrower = [
                each
                for other in bills
                if isinstance(other[0], Sbom) and set(other[0].formats) < set(first.formats)
                for each in other
            ]
            yield [*group, *narrower]


def same(each: Commitment, place: Any) -> tuple[Any, ...]:
    """What makes two commitments one: their kind's key, with moods and conditions that change what is promised.

    ``place`` tells those apart that have no value of their own: their line, or their words.
    """
    values = [getattr(each, name) for name in (*each.key, *each.beside)]
    if isinstance(each, Guidance) or (isinstance(each, Practice) and not each.what):
        values.append(place)
    if isinstance(each, Practice) and each.what:
        values.append(each.what.lower())
    if isinstance(each, Contact):
        values = [each.channel, each.value.lower().rstrip("/.")]
    if isinstance(each, SupportedVersion):
        values = [each.version.lower(), each.supported, each.product.lower()]
    if isinstance(each, Tool) and each.claim == "use":
        values = [each.name, "use", each.place, each.events, each.alternatives]
    if isinstance(each, Recurrence):
        values += [each.severity, _for_releases(each)]
    if isinstance(each, Deadline):
        values.append(each.upper)
    if isinstance(each, SeverityBand):
        values = [each.name, each.min, each.max]
    if isinstance(each, Pin):
        values = [each.ecosystem, each.rule, each.packages, each.what, place]
    return (each.kind, each.strength == "refusal", each.condition, *values)


def _for_releases(each: Recurrence) -> bool:
    """Whether a release alone starts it: scans of every change and scans before a release are two promises."""
    automated = each.trigger and not each.every and (each.action == "scan" or each.activity is not None)
    return bool(automated) and each.events == (Event.RELEASE,)


def _joined(group: list[Commitment]) -> Commitment:
    if len(group) == 1:
        return group[0]
    kept = [each for each in group if _alike(each, group[0])]
    best = max(kept, key=lambda each: (strictness(each), says(each)))
    here = (best.span.path, best.span.line)
    spans = [span for each in group for span in (each.span, *each.also)]
    others = {(span.path, span.line or 0): span for span in reversed(spans) if (span.path, span.line) != here}
    also = [others[place] for place in sorted(others, key=lambda place: (place[0] != best.span.path, *place))][:MOST]
    return msgspec.structs.replace(best, also=tuple(also))


def strictness(each: Commitment) -> int:
    """How much of a tool is promised: what only looks on in one sentence and blocks in another is held to the other."""
    if not isinstance(each, Tool):
        return 0
    return 2 * _STRICTNESS[each.demand] + (not only_observes(each.sentence))


def _alike(each: Commitment, first: Commitment) -> bool:
    """Whether ``each`` names as much as ``first``, not only a part of it."""
    if isinstance(first, Sbom):
        return isinstance(each, Sbom) and each.formats == first.formats
    return not isinstance(first, Contact) or (isinstance(each, Contact) and same(each, 0) == same(first, 0))


def says(each: Commitment) -> int:
    """How much a commitment says: its filled fields."""
    return sum(bool(getattr(each, name)) for name in each.__struct_fields__ if name not in NOT_SAID)
