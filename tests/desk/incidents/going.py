"""Steps of tests: an incident goes through its phases."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.incidents import actions, queries
from troth_desk.incidents.models import Incident
from troth_desk.ledger.actor import Actor

HOUR = timedelta(hours=1)


def tick(incident: Incident, by: Actor, at: datetime) -> None:
    """Tick every exit criterion of the present phase."""
    phase = queries.phase(incident, incident.phase)
    assert phase is not None
    actions.check(incident, criteria=[one.pk for one in queries.unmet(phase)], by=by, at=at)


def go_through(incident: Incident, by: Actor, at: datetime) -> datetime:
    """Go through every phase and hold the review; when it is done."""
    for to in range(incident.phase + 1, len(queries.phases(incident)) + 1):
        at += HOUR
        tick(incident, by, at)
        actions.move(incident, to, by=by, at=at)
    tick(incident, by, at)
    actions.hold_review(incident, summary="A disk was full.", causes="Nobody watched it.", by=by, at=at)
    return at
