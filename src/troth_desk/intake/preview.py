"""What does the policy promise to somebody who reports now? Its deadlines, with the dates they would have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from troth.terms.time.due import Basis
from troth.terms.time.period import duration
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines.actions import owed_in_time, windows
from troth_desk.deadlines.terms import Terms
from troth_desk.policies.models import PolicyVersion, Promise
from troth_desk.policies.responses import Response, responses
from troth_desk.policies.windows import asks_for_silence
from troth_desk.tenants.models import Organisation

FIRST = 3
"""Lines that the report page shows at once."""
RESPOND = "respond"
"""Doing what the policy says for a severity, within the time that stands beside it (``policies.responses``)."""
SAYS = {
    "acknowledge": "A person confirms that your report arrived",
    "assess": "You learn what we make of it",
    "update": "You hear from us again and again until it is resolved, the first time",
    RESPOND: "Something is done, as its severity asks",
    "fix": "It is fixed",
    "disclose": "It is published",
    "notify": "Those who have to know are told",
}
"""What each action means to a reporter, in the order in which it comes."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One promise with the instant it would be due, for a severity or for all (""). ``does`` is what is done then."""

    promise: Promise
    due_at: datetime
    severity: str
    within: str
    does: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one action promises: ``due_at`` where it does not hang on the severity, else ``limits`` tell each."""

    action: str
    says: str
    due_at: datetime | None
    limits: Sequence[Limit]

    @property
    def promise(self) -> Promise:
        """The one that is quoted."""
        return self.limits[0].promise


def wishes(version: PolicyVersion) -> list[Promise]:
    """The sentences that ask reporters to keep silent for a while: quoted as they are, since they promise nothing."""
    return [promise for promise in windows(version) if asks_for_silence(promise)]


def lines(organisation: Organisation, version: PolicyVersion | None, at: datetime) -> list[Line]:
    """Everything with a date that a report at ``at`` would start, in the order of a report's life."""
    if version is None:
        return []
    found, terms = [], deadlines.terms(organisation)
    answered = responses(version)
    beside = {promise.pk for each in answered.values() for promise in each.responding}
    for action, says in SAYS.items():
        if action == RESPOND:
            limits = list(_responses(terms, answered.values(), at))
        else:
            limits = [each for each in _limits(terms, version, action, at) if each.promise.pk not in beside]
        limits.sort(key=lambda each: each.due_at)
        always = [each for each in limits if not each.severity]
        rated = [each for each in limits if each.severity]
        if always:
            found.append(Line(action, says, always[0].due_at, always))
        if rated:
            found.append(Line(action, says, None, rated))
    # what holds for every report stands before what hangs on the severity
    return sorted(found, key=lambda line: line.due_at is None)


def _responses(terms: Terms, answered: Iterable[Response], at: datetime) -> Iterator[Limit]:
    """What each severity sets off, with the time to respond that is the longest for it: the one that holds it all."""
    for response in answered:
        limits = [limit for promise in response.responding for limit in _limit(terms, promise, at)]
        fitting = [limit for limit in limits if limit.severity == response.severity]
        if fitting:
            last = max(fitting, key=lambda each: each.due_at)
            yield replace(last, does="; ".join(each.text for each in response.actions))


def _limits(terms: Terms, version: PolicyVersion, action: str, at: datetime) -> Iterator[Limit]:
    for promise in owed_in_time(version, action):
        yield from _limit(terms, promise, at)


def _limit(terms: Terms, promise: Promise, at: datetime) -> Iterator[Limit]:
    length = promise.every if promise.kind == "recurrence" else promise.within
    basis = cast("Basis", promise.basis or "calendar")
    due_at = terms.due(at, length, basis)
    if due_at is not None:
        said = duration(length, basis)
        for severity in promise.severities or [""]:
            yield Limit(promise, due_at, severity, said if said == "at once" else f"within {said}")
