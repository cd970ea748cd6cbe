"""What is agreed? The embargo of a case as a machine of its own, pure: no database, no clock.

States and events are those of coordinated disclosure with several parties: none, proposed, active, revise (active
while a change is proposed), exited. Its rules: one embargo a case; it always has an end; none is proposed or agreed
once the world knows; a proposed change leaves the old end in force until it is agreed; of two proposals the shorter one
holds and the longer one is a proposed change; silence counts by the published default, and without one as a no.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from troth_desk.cases.states import EmbargoState

ANSWER_WITHIN = timedelta(days=7)
"""How long a proposal waits for an answer; then silence counts."""
WARNING = timedelta(days=7)
"""How long before its end people are warned."""
LONGEST = timedelta(days=730)
"""No embargo is longer: an end that nobody lives to see is none."""
BINDING = frozenset({EmbargoState.ACTIVE, EmbargoState.REVISE})
OPEN = frozenset({EmbargoState.PROPOSED, EmbargoState.REVISE})


@dataclass(frozen=True, slots=True)
class Terms:
    """Where an embargo stands: the end that holds, and the one that is proposed."""

    state: EmbargoState = EmbargoState.NONE
    until: datetime | None = None
    proposed: datetime | None = None


def refusal(terms: Terms, until: datetime, *, public: bool, at: datetime) -> str:
    """Why ``until`` cannot be proposed at ``at``, or ""."""
    if public:
        return "The weakness is public: there is nothing left to keep silent about."
    if terms.state == EmbargoState.EXITED:
        return "The embargo of this case is over; there is one embargo a case."
    if until <= at:
        return "The end of an embargo lies ahead: choose a later day."
    if until > at + LONGEST:
        return f"An embargo lasts at most {LONGEST.days} days: choose an earlier day."
    if terms.state in BINDING and terms.until == until:
        return "That is the end that holds already."
    return ""


def proposed(terms: Terms, until: datetime) -> Terms:
    """Somebody proposes ``until``; the end that holds, if any, goes on holding."""
    binding = terms.state in BINDING
    return replace(terms, state=EmbargoState.REVISE if binding else EmbargoState.PROPOSED, proposed=until)


def agreed(terms: Terms) -> Terms:
    """What is proposed holds from now on."""
    return Terms(EmbargoState.ACTIVE, terms.proposed) if terms.state in OPEN else terms


def declined(terms: Terms) -> Terms:
    """What is proposed is off: nothing holds, or the old end goes on holding."""
    if terms.state == EmbargoState.PROPOSED:
        return Terms()
    return Terms(EmbargoState.ACTIVE, terms.until) if terms.state == EmbargoState.REVISE else terms


def countered(terms: Terms, until: datetime) -> Terms:
    """The other side proposes ``until`` as well: the shorter end holds now, the longer one is a proposed change."""
    if terms.proposed is None:
        return proposed(terms, until)
    short, long = sorted((terms.proposed, until))
    if terms.until is not None and terms.state in BINDING and short >= terms.until:
        short = terms.until
    return Terms(EmbargoState.ACTIVE, short) if short == long else Terms(EmbargoState.REVISE, short, long)


def silent(terms: Terms, default: datetime | None) -> Terms:
    """Nobody answered in time. With a published ``default`` the shorter of it and the proposal holds."""
    if terms.state != EmbargoState.PROPOSED or terms.proposed is None or default is None:
        return declined(terms)
    return countered(terms, default)


def ended(terms: Terms) -> Terms:
    """It is over: by its end, by a decision, or because the world knows."""
    return Terms(EmbargoState.EXITED, terms.until) if terms.state != EmbargoState.EXITED else terms


def binds(terms: Terms, at: datetime) -> bool:
    """Whether silence is owed at ``at``, whether or not somebody has written down that it is over."""
    return terms.state in BINDING and terms.until is not None and at < terms.until
