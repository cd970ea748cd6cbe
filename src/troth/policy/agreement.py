"""Documents of one project that say different things of the same matter.

A document that gives a matter several values itself has cases of its own ("48 hours, four for partners"): which of them
is meant cannot be told, so it is left out. Only what admits no cases, whether a version is supported and whether there
is a bounty, is compared inside of a document too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from troth.terms.commitment import (
    Bounty,
    Commitment,
    CoordinatedDisclosure,
    Credit,
    Deadline,
    Recurrence,
    SafeHarbor,
    Sbom,
    SeverityBand,
    SupportedVersion,
    Tool,
)
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.time.period import duration, length
from troth.terms.verdict import Finding

RULE = "documents-disagree"
OFFERED = (Bounty, Credit, CoordinatedDisclosure, SafeHarbor, Sbom)
"""Kinds that are given or refused as a whole."""
WITHOUT_CASES = frozenset({"supported_version", "bounty"})
DEADLINES = {
    "acknowledge": "reports acknowledged",
    "assess": "first assessment",
    "update": "next update",
    "fix": "a fix",
    "disclose": "disclosure",
    "notify": "people told",
}


class Claim(msgspec.Struct, frozen=True):
    """What one line says: ``matter`` is what it speaks of, ``position`` differs where two lines disagree."""

    matter: tuple[Any, ...]
    position: Any
    words: str
    span: Span


def disagreements(readings: Sequence[Reading]) -> tuple[Finding, ...]:
    """One finding a matter, at the first line that departs from the document read first; ``also`` are all others."""
    told: dict[tuple[Any, ...], list[Claim]] = {}
    for reading in readings:
        own: dict[tuple[Any, ...], list[Claim]] = {}
        for claim in claims(reading.commitments):
            own.setdefault(claim.matter, []).append(claim)
        for matter, several in own.items():
            positions: dict[Any, Claim] = {}
            for claim in sorted(several, key=_line):
                positions.setdefault(claim.position, claim)
            if len(positions) == 1 or matter[0] in WITHOUT_CASES:
                told.setdefault(matter, []).extend(positions.values())
    apart = [several for several in told.values() if len({claim.position for claim in several}) > 1]
    return tuple(dict.fromkeys(map(_finding, apart)))  # two severities of the same lines are one disagreement


def claims(commitments: Iterable[Commitment]) -> Iterator[Claim]:
    """What ``commitments`` say that another document could say otherwise; what hangs on a condition says nothing."""
    for one in commitments:
        if not one.condition:
            yield from _claims(one)


def _claims(one: Commitment) -> Iterator[Claim]:
    if isinstance(one, Deadline):
        yield from _deadline(one)
    elif isinstance(one, SupportedVersion):
        yield from _version(one)
    elif isinstance(one, Recurrence):
        yield from _recurrence(one)
    elif isinstance(one, SeverityBand):
        yield Claim((one.kind, one.name), (one.min, one.max), f"{one.name} is CVSS {one.min:g}–{one.max:g}", one.span)
    elif isinstance(one, Tool) and one.claim == "use":
        refused = one.strength == "refusal"
        yield Claim((one.kind, one.name), refused, f"{one.name} is {'not ' if refused else ''}used", one.span)
    elif isinstance(one, OFFERED) and one.strength != "discretion":
        refused = one.strength == "refusal"
        yield Claim((one.kind,), refused, f"{'no ' if refused else ''}{one.kind.replace('_', ' ')}", one.span)


def _version(one: SupportedVersion) -> Iterator[Claim]:
    """Support that ends on a day may well be told without it elsewhere."""
    if not one.until:
        version = " ".join(one.version.casefold().removeprefix("v").split())
        told = f"{one.version} is {'' if one.supported else 'not '}supported"
        yield Claim((one.kind, version), one.supported, told, one.span)


def _recurrence(one: Recurrence) -> Iterator[Claim]:
    if one.every and one.strength in ("promise", "target"):
        matter = (one.kind, one.action, one.activity, one.tools, one.subject.casefold(), one.severity)
        told = " ".join([*one.tools, one.action.replace("_", " "), "every", duration(one.every)])
        yield Claim(matter, length(one.every), told, one.span)


def _deadline(one: Deadline) -> Iterator[Claim]:
    """One claim a severity: a document that names two together speaks of each."""
    if one.strength not in ("promise", "target"):
        return
    business = "business " if one.basis == "business" else ""
    time = re.sub(r"^(\d+) ", rf"\1 {business}", duration(one.within))
    when = time if time == "at once" else f"{'within' if one.upper else 'not before'} {time}"
    of = f" ({', '.join(one.severity)})" if one.severity else ""
    told = f"{DEADLINES[one.action]} {when}{of}"
    for severity in one.severity or ("",):
        yield Claim((one.kind, one.action, severity, one.upper), length(one.within, one.basis), told, one.span)


def _finding(several: Sequence[Claim]) -> Finding:
    """The first document's claim against those that depart from it, each position with its places."""
    first = several[0]
    positions: dict[Any, list[Claim]] = {}
    for claim in several:
        positions.setdefault(claim.position, []).append(claim)
    departing = next(claim for claim in several if claim.position != first.position)
    others = [each for position, each in positions.items() if position != departing.position]
    said = "; ".join(f"{_places(each)} {'says' if len(each) == 1 else 'say'} {each[0].words}" for each in others)
    also = tuple(claim.span for claim in several if claim is not departing)
    return Finding(rule=RULE, span=departing.span, text=f"{departing.words}; {said}", also=also)


def _places(claims: Sequence[Claim]) -> str:
    return " and ".join(str(claim.span) for claim in claims)


def _line(claim: Claim) -> tuple[int, str]:
    return claim.span.line or 0, claim.words
