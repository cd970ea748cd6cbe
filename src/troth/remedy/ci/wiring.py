"""How far the automation of the tree already does what is wanted: what is missing, and which lines soften it."""

from __future__ import annotations

import msgspec

from troth.remedy.ci.wanted import Wanted
from troth.terms.event import Event
from troth.terms.seen.automation import Exits, Filter, Firing, Invocation
from troth.terms.span import Span

_SLACK = 1e-6


class Wiring(msgspec.Struct, frozen=True, kw_only=True):
    """``missing`` is what no invocation does, None where all is there. ``softened`` are lines that take a failure away,
    ``careless`` calls that end well whatever they find; ``slow`` are the crons of schedules that are too slow.
    ``retired`` are calls that their makers no longer support, ``narrow`` filters that name a
    folder and match nothing in it.
    """

    missing: Wanted | None
    softened: tuple[Span, ...] = ()
    careless: tuple[Invocation, ...] = ()
    slow: tuple[Span, ...] = ()
    retired: tuple[Invocation, ...] = ()
    narrow: tuple[Span, ...] = ()


def wiring(asked: Wanted, found: tuple[Invocation, ...]) -> Wiring:
    """Hold ``asked`` against the invocations ``found``."""
    mine = tuple(
        one
        for one in found
        if one.tool == asked.tool
        and not one.unreached
        and not one.doubts
        and (not asked.file or asked.file in {span.path for span in (one.span, *one.chain)})
    )
    retired = tuple(one for one in mine if one.unsupported)
    mine = tuple(one for one in mine if not one.unsupported)
    soft: dict[Span, None] = {}
    careless: dict[Invocation, None] = {}
    events: set[Event] = set()
    narrow: dict[Span, None] = {}
    for event in asked.events:
        firings = [(one, firing) for one in mine for firing in one.firings_on((event,))]
        pairs = [(one, firing) for one, firing in firings if _reaches(firing)]
        if not pairs and all(_is_narrow(firing) for _, firing in firings):
            narrow |= dict.fromkeys(given.span for _, f in firings for given in f.filters if _names_a_folder(given))
            pairs = firings
        if not _met(asked, pairs, soft, careless):
            events.add(event)
    every = asked.every
    slow: tuple[Span, ...] = ()
    if every is not None:
        scheduled = [(one, firing) for one in mine for firing in one.firings_on((Event.SCHEDULE,))]
        pairs = [(one, firing) for one, firing in scheduled if _in_time(firing, every)]
        if _met(asked, pairs, soft, careless):
            every = None
        elif scheduled and not pairs:
            slow = tuple(dict.fromkeys(span for _, firing in scheduled for span in firing.crons))
            every = None if slow else every
    missing = (
        msgspec.structs.replace(asked, events=frozenset(events), every=every) if events or every is not None else None
    )
    return Wiring(
        missing=missing,
        softened=tuple(soft),
        careless=tuple(careless),
        slow=slow,
        retired=retired,
        narrow=tuple(narrow),
    )


def hooked(asked: Wanted, found: tuple[Invocation, ...]) -> bool:
    """Whether a hook before the commit already runs the tool."""
    return any(one.tool == asked.tool and one.only_hooks and not one.unreached for one in found)


def _reaches(firing: Firing) -> bool:
    return not any(given.fatal for given in firing.filters)


def _is_narrow(firing: Firing) -> bool:
    """Whether nothing but filters that name a folder without a glob keep a firing from what it should see."""
    return all(_names_a_folder(given) or given.what.startswith("paths:") for given in firing.filters if given.fatal)


def _names_a_folder(given: Filter) -> bool:
    return given.fatal and given.what.endswith("without a glob it matches no file below it")


def _in_time(firing: Firing, every: float) -> bool:
    return firing.gap_days is not None and firing.gap_days <= every + _SLACK


def _met(
    asked: Wanted,
    pairs: list[tuple[Invocation, Firing]],
    soft: dict[Span, None],
    careless: dict[Invocation, None],
) -> bool:
    """Whether a firing answers, softened or not: a softened one is mended where it stands."""
    if not pairs:
        return False
    if asked.advisory or any(one.exits is Exits.UPLOADS or (one.can_fail and f.blocking) for one, f in pairs):
        return True
    one, firing = next((pair for pair in pairs if not pair[0].sbom_formats), pairs[0])
    if one.exits is Exits.FINDINGS_PASS and not one.softeners:
        careless.setdefault(one)
    for span in (*one.softeners, *firing.softened_by):
        soft.setdefault(span)
    return True
