"""What the worker does for webhooks, again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk import clock
from troth_desk.tenants import rounds, scope
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks import actions, delivery, queries

MOST = 200
"""Events of one round."""
LONGEST = timedelta(minutes=2)
"""For how long a round sends: it is over before its lease is, however slowly receivers answer."""


@rounds.every(timedelta(seconds=10), scoped=False)
def deliver(organisation: Organisation, at: datetime) -> int:
    """Make deliveries of new events and send what is due; how many were taken."""
    with scope.inside(organisation):
        if not queries.switched_on(organisation).exists():
            return 0
        actions.gather(organisation, at=at)
    began, taken = clock.now(), 0
    for _ in range(MOST):
        now = clock.now()
        outcome = delivery.deliver_next(organisation, max(at, now))
        if outcome is None or now - began > LONGEST:
            break
        taken += not outcome.failure
    return taken


@rounds.every(timedelta(days=1))
def forget(organisation: Organisation, at: datetime) -> int:
    """Take away what was settled long ago."""
    return actions.forget(organisation, at=at)
