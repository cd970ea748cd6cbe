"""What the advisories say to what was found in the tree: the wants that no look at a tree can answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

import msgspec

from troth.advisories import own
from troth.advisories.exposures import exposures
from troth.advisories.library import Library
from troth.advisories.match import match
from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.seen.components import Component, Tenure
from troth.terms.seen.vulnerabilities import AdvisoryData, Exposure, Vulnerability
from troth.terms.wants import (
    Advisories,
    Components,
    Exposures,
    OwnPackages,
    OwnWeaknesses,
    Tenures,
    Vulnerabilities,
)

ANSWERED: tuple[type[Want[Any]], ...] = (Advisories, Vulnerabilities, Exposures, OwnWeaknesses)
"""The wants that are answered here."""


class Shelf(msgspec.Struct, frozen=True):
    """Advisories that can be asked, what is to be said of them, and the day after which nothing counts.

    ``data`` tells of those ecosystems that are named, of all where none is: the stalest of them counts.
    """

    library: Library
    data: Callable[[Collection[str]], AdvisoryData]
    at: date


def needs(asked: Iterable[Want[Any]], shelf: Shelf | Gap) -> tuple[Want[Any], ...]:
    """What must be gathered of the tree before ``asked`` can be answered; nothing where there are no advisories."""
    kinds = {type(want) for want in asked}
    parts: list[Want[Any]] = []
    if isinstance(shelf, Shelf) and kinds & {Vulnerabilities, Exposures}:
        parts.append(Components())
    if isinstance(shelf, Shelf) and Exposures in kinds:
        parts.append(Tenures())
    if isinstance(shelf, Shelf) and OwnWeaknesses in kinds:
        parts.append(OwnPackages())
    return tuple(parts)


def answer(asked: Iterable[Want[Any]], gathered: Answers, shelf: Shelf | Gap) -> dict[Want[Any], Answer[Any]]:
    """Answers to those of ``asked`` that are ``ANSWERED`` here; ``gathered`` holds what ``needs`` named."""
    found: dict[Want[Any], Answer[Any]] = {}
    for want in dict.fromkeys(asked):
        if not isinstance(want, ANSWERED):
            continue
        if isinstance(shelf, Gap):
            found[want] = Answer(gaps=(shelf,))
        elif isinstance(want, Advisories):
            found[want] = Answer(found=(shelf.data(_ecosystems(gathered)),))
        elif isinstance(want, OwnWeaknesses):
            found[want] = own.weaknesses(gathered[OwnPackages()], shelf.library, shelf.at)
        elif isinstance(want, Vulnerabilities):
            found[want] = _vulnerabilities(gathered[Components()], shelf)
        else:
            found[want] = _exposures(gathered[Tenures()], gathered[Components()], shelf)
    return found


def _vulnerabilities(components: Answer[Component], shelf: Shelf) -> Answer[Vulnerability]:
    found, gaps = matched(components.found, shelf)
    return Answer(found=found, gaps=(*components.gaps, *gaps), read=components.read)


def _exposures(tenures: Answer[Tenure], now: Answer[Component], shelf: Shelf) -> Answer[Exposure]:
    """What no lockfile tells ``now`` has no past either: a package whose version is nowhere fixed is a gap here too."""
    distinct = {(one.component.package, one.component.version): one.component for one in tenures.found}
    found, gaps = matched(distinct.values(), shelf)
    untold = dict.fromkeys((*tenures.gaps, *now.gaps, *gaps))
    return Answer(found=exposures(tenures.found, found), gaps=tuple(untold), read=tenures.read)


def _ecosystems(gathered: Answers) -> frozenset[str]:
    """Those of the project's own components, now or ever, as far as they were gathered."""
    now = gathered.get(Components())
    ever = gathered.get(Tenures())
    found = [*(now.found if now else ()), *(one.component for one in (ever.found if ever else ()))]
    return frozenset(one.package.base for one in found if one.own)


def matched(components: Iterable[Component], shelf: Shelf) -> tuple[tuple[Vulnerability, ...], tuple[Gap, ...]]:
    """Known weaknesses of ``components`` that were published by the day of the shelf, and what cannot be told."""
    found, gaps = list[Vulnerability](), list[Gap]()
    for one in match(components, shelf.library):
        if isinstance(one, Gap):
            gaps.append(one)
        elif one.published is None or one.published.date() <= shelf.at:
            found.append(one)
    return tuple(found), tuple(gaps)
