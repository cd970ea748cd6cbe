"""The same fact said twice is one commitment, at its most specific place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from troth.terms.commitment import Commitment, Contact, Guidance, Pin, Practice, SupportedVersion, Tool
from troth.terms.span import Span


def merge(found: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Commitments in the order of their lines; equal ones keep the place that says most, and list the others."""
    groups: dict[tuple[Any, ...], list[Commitment]] = {}
    for each in found:
        groups.setdefault(_same(each), []).append(each)
    merged = [_joined(group) for group in groups.values()]
    return tuple(sorted(merged, key=lambda each: (each.span.line or 0, each.kind)))


def _same(each: Commitment) -> tuple[Any, ...]:
    """What makes two commitments one: their kind's key, with places and moods that change what is promised."""
    values = [getattr(each, name) for name in each.key]
    if isinstance(each, Guidance | Practice):
        values.append(each.span.line)
    if isinstance(each, Contact):
        values = [each.channel, each.value.lower().rstrip("/.")]
    if isinstance(each, SupportedVersion):
        values = [each.version.lower(), each.supported]
    if isinstance(each, Tool) and each.claim == "use":
        values = [each.name, "use", each.place, each.events]
    if isinstance(each, Pin):
        values = [each.ecosystem, each.rule, each.packages, each.what, each.span.line]
    return (each.kind, each.strength == "refusal", each.condition, *values)


def _joined(group: list[Commitment]) -> Commitment:
    if len(group) == 1:
        return group[0]
    best = max(group, key=_says)
    also: list[Span] = []
    for each in group:
        if each.span.line != best.span.line and all(span.line != each.span.line for span in also):
            also.append(each.span)
    return msgspec.structs.replace(best, also=tuple(also))


def _says(each: Commitment) -> int:
    """How much a commitment says: its filled fields."""
    return sum(bool(getattr(each, name)) for name in each.__struct_fields__ if name not in {"span", "heading", "also"})
