"""What the advisories say to what was found in the tree: the wants that no look at a tree can answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from troth.advisories.exposures import exposures
from troth.advisories.library import Library
from troth.advisories.match import match
from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.seen.components import Component, Tenure
from troth.terms.seen.vulnerabilities import AdvisoryData, Exposure, Vulnerability
from troth.terms.wants import Advisories, Components, Exposures, Tenures, Vulnerabilities

ANSWERED: tuple[type[Want[Any]], ...] = (Advisories, Vulnerabilities, Exposures)
"""The wants that are answered here."""
NONE_HERE = "no advisories are here"


class Shelf(msgspec.Struct, frozen=True):
    """Advisories that can be asked, and what is to be said of them as a whole."""

    library: Library
    data: AdvisoryData


def needs(asked: Iterable[Want[Any]], shelf: Shelf | None) -> tuple[Want[Any], ...]:
    """What must be gathered of the tree before ``asked`` can be answered; nothing where there are no advisories."""
    kinds = {type(want) for want in asked}
    parts: list[Want[Any]] = []
    if shelf is not None and Vulnerabilities in kinds:
        parts.append(Components())
    if shelf is not None and Exposures in kinds:
        parts.append(Tenures())
    return tuple(parts)


def answer(asked: Iterable[Want[Any]], gathered: Answers, shelf: Shelf | None) -> dict[Want[Any], Answer[Any]]:
    """Answers to those of ``asked`` that are ``ANSWERED`` here; ``gathered`` holds what ``needs`` named."""
    found: dict[Want[Any], Answer[Any]] = {}
    for want in dict.fromkeys(asked):
        if not isinstance(want, ANSWERED):
            continue
        if shelf is None:
            found[want] = Answer(gaps=(Gap(wanted="known weaknesses of dependencies", reason=NONE_HERE),))
        elif isinstance(want, Advisories):
            found[want] = Answer(found=(shelf.data,))
        elif isinstance(want, Vulnerabilities):
            found[want] = _vulnerabilities(gathered[Components()], shelf.library)
        else:
            found[want] = _exposures(gathered[Tenures()], shelf.library)
    return found


def _vulnerabilities(components: Answer[Component], library: Library) -> Answer[Vulnerability]:
    found, gaps = _matched(components.found, library)
    return Answer(found=found, gaps=(*components.gaps, *gaps), read=components.read)


def _exposures(tenures: Answer[Tenure], library: Library) -> Answer[Exposure]:
    distinct = {(one.component.package, one.component.version): one.component for one in tenures.found}
    found, gaps = _matched(distinct.values(), library)
    return Answer(found=exposures(tenures.found, found), gaps=(*tenures.gaps, *gaps), read=tenures.read)


def _matched(components: Iterable[Component], library: Library) -> tuple[tuple[Vulnerability, ...], tuple[Gap, ...]]:
    found, gaps = list[Vulnerability](), list[Gap]()
    for one in match(components, library):
        if isinstance(one, Gap):
            gaps.append(one)
        else:
            found.append(one)
    return tuple(found), tuple(gaps)
